import type { Config } from '../model/config.ts';
import { resolveCpu, resolvePage, resolvePlace } from './resolve.ts';
import type { Predicate } from './syntax.ts';

/** Why a predicate cannot be asked of this machine (it names what the machine does not have); null when it can. */
export function predicateMistake(config: Config, predicate: Predicate): string | null {
  for (const result of resolutions(config, predicate)) if (!result.ok) return result.error;
  return null;
}

type Resolution = { readonly ok: true } | { readonly ok: false; readonly error: string };

function resolutions(config: Config, predicate: Predicate): readonly Resolution[] {
  switch (predicate.type) {
    case 'none':
    case 'stray':
    case 'live':
      return [resolvePlace(config, predicate.place, null)];
    case 'maps':
      return [resolvePlace(config, predicate.place, null), resolvePage(config, predicate.page)];
    case 'depth':
      return [resolveCpu(config, predicate.cpu)];
    case 'online':
      return predicate.cpus.map((cpu) => resolveCpu(config, cpu));
    case 'secure':
    case 'exposed':
      return [resolvePage(config, predicate.page)];
    case 'cached':
      return [resolveCpu(config, predicate.cpu), resolvePlace(config, predicate.place, null)];
    case 'pkmap_count':
      return [resolvePlace(config, { type: 'pkmap', entry: predicate.entry }, null)];
    case 'fault':
    case 'no_fault':
    case 'no_stray':
    case 'bug':
    case 'cost':
      return [];
  }
}
