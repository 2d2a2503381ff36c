import { ok, type Result } from '../base/result.ts';
import { shippedAs } from '../lessons/library.ts';
import { boot } from '../model/boot.ts';
import { digest } from '../model/digest.ts';
import { buildKernel } from '../model/kernel.ts';
import { elaborateMachine } from '../scenario/elaborate.ts';
import { format } from '../scenario/format.ts';
import type { Line, Scenario } from '../scenario/syntax.ts';
import { encodeLink } from '../share/link.ts';
import type { LinkProblem } from '../share/problem.ts';
import { formatRoute } from '../share/route.ts';
import { DEFAULT_VIEW, type Shared } from '../share/shared.ts';
import { linkTier, type LinkTier } from '../share/tier.ts';
import { linesUpTo, titleOf } from '../timeline/steps.ts';

/** What somebody is sent: all futures, the shown one, or the shown one up to the cursor; and where they begin to look. */
export type ShareChoice = {
  readonly what: 'run' | 'branch' | 'so far';
  readonly from: 'here' | 'start';
  readonly title: string;
};

/** The ways to pass it on, each ready to be pasted. */
export type ShareForms = {
  readonly link: string;
  readonly tier: LinkTier;
  readonly markdown: string;
  readonly iframe: string;
  readonly commandLine: string;
};

/** The whole address of a fragment (without `#`): of the page itself, or of what stands in a frame of somebody else's page. */
export type AddressOf = (fragment: string, as?: 'page' | 'embed') => string;

/** Everything there is to paste, or the sentence that says why there is no link. */
export function shareForms(shared: Shared, choice: ShareChoice, addressOf: AddressOf): Result<ShareForms, LinkProblem> {
  const chosen = chosenShare(shared, choice);
  const short = shortAddress(chosen);
  const fragment = short === null ? encodeLink(chosen) : ok(short);
  if (!fragment.ok) return fragment;
  const link = addressOf(fragment.value);
  const title = choice.title === '' ? 'A run in kmapscope' : choice.title;
  return ok({
    link,
    tier: linkTier(link.length),
    markdown: `[${title.replace(/[\\[\]]/g, '\\$&')}](${link})`,
    iframe: `<iframe src="${quoted(addressOf(fragment.value, 'embed'))}" title="${quoted(title)} (kmapscope)" width="100%" height="700" loading="lazy" allow="clipboard-write"></iframe>`,
    commandLine: `kmapscope open '${link}'`,
  });
}

const quoted = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The part of a share that was chosen, which is a share like any other. */
export function chosenShare(shared: Shared, { what, from, title }: ShareChoice): Shared {
  return fromWhere(titled(partOf(shared, what), title), from);
}

function partOf(shared: Shared, what: ShareChoice['what']): Shared {
  if (what === 'run') return shared;
  const { cursor } = shared;
  const whole = shownScenario(shared);
  const lines = what === 'branch' ? whole.lines : linesUpTo(whole, cursor.at + (cursor.micro === null ? 0 : 1));
  return { ...shared, scenario: { ...whole, lines }, branches: [], cursor: { ...cursor, branch: 0 } };
}

/** The text of the branch that the cursor is on. */
function shownScenario({ scenario, branches, cursor }: Shared): Scenario {
  const branch = branches[cursor.branch - 1];
  return branch === undefined ? scenario : { ...scenario, lines: branch.lines };
}

/** Every branch has the title that the run had; each is given the new one. */
function titled(shared: Shared, title: string): Shared {
  const before = titleOf(shared.scenario);
  if (title === before) return shared;
  const renamed = (lines: readonly Line[]): readonly Line[] => {
    const others = lines.filter(({ statement }) => statement?.type !== 'title' || statement.text !== before);
    return title === '' ? others : [{ statement: { type: 'title', text: title }, comment: null }, ...others];
  };
  return {
    ...shared,
    scenario: { ...shared.scenario, lines: renamed(shared.scenario.lines) },
    branches: shared.branches.map((branch) => ({ ...branch, lines: renamed(branch.lines) })),
  };
}

/** From the start: the cursor just after boot, and the digest of a machine that has done nothing yet. */
function fromWhere(shared: Shared, from: ShareChoice['from']): Shared {
  if (from === 'here') return shared;
  const kernel = buildKernel(elaborateMachine(shownScenario(shared)).config);
  return { ...shared, cursor: { ...shared.cursor, at: 0, micro: null }, digest: digest(boot(kernel)) };
}

/** `/s/the-bite/3`: what ships, unchanged and looked at as everybody does, has a name; null for any other run. */
function shortAddress({ scenario, branches, cursor, kernels, view }: Shared): string | null {
  const changed = branches.length > 0 || kernels.length > 0 || cursor.micro !== null;
  if (changed || JSON.stringify(view) !== JSON.stringify(DEFAULT_VIEW)) return null;
  const id = shippedAs(format(scenario));
  return id === null ? null : formatRoute({ type: 'scenario', id, step: cursor.at });
}
