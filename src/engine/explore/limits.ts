import type { Limits } from '../../model/layout.ts';
import { roomyLimits } from '../../model/layout.ts';
import { isPrograms, nestsDeeper, type Question } from './question.ts';

/**
 * How much a CPU can be in the middle of, just enough that nothing the environment does is refused for want of room. The deepest stacks:
 *
 *     cpu_down  secure_buffer_change_chunk  kmap_atomic_flush_unused  irq  kmap_atomic
 *               secure_buffer_change_chunk  kmap_atomic_flush_unused  kmap_remove_unused_cpu
 *     cpu_down  kmap_atomic  handle_IPI  kmap_remove_unused_cpu
 */
export function limitsFor(question: Question): Limits {
  const { config, does } = question;
  const roomy = roomyLimits(config);
  if (isPrograms(does)) return roomy;
  const inner = does.irq ? 4 : 3;
  return { held: config.sizes.slots + (nestsDeeper(question) ? 1 : 0), frames: inner + (does.hotplug ? 1 : 0) };
}
