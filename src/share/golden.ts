import type { Cursor, View } from './shared.ts';

/** A link as a released version made it, and what it says. */
export type Golden = {
  readonly says: string;
  readonly link: string;
  /** The scenario in pieces, and each branch without its first line. */
  readonly text: readonly string[];
  readonly branches?: readonly {
    readonly name: string;
    readonly parent: number;
    readonly at: number;
    readonly text: readonly string[];
  }[];
  readonly cursor: Cursor;
  readonly kernels?: readonly string[];
  /** The usual view when there is none. */
  readonly view?: View;
  readonly digest: number;
};

/**
 * Links of format 1 that are out there, each with another corner of the format. FROZEN: they must open, and say the same, for ever. A new
 * version adds its own; none is ever changed or taken away.
 */
export const GOLDEN_1: readonly Golden[] = [
  {
    says: 'nothing at all',
    link: '/r/1IAAAAAAL_m8wz4k',
    text: ['kmapscope 1\n'],
    cursor: { branch: 0, at: 0, micro: null },
    digest: 0x00000000,
  },
  {
    says: 'one click',
    link: '/r/1L776t3gL-XSg7xkqhq',
    text: ['kmapscope 1\ncpu0: kmap_atomic(page0)\n'],
    cursor: { branch: 0, at: 1, micro: null },
    digest: 0xdeadbeef,
  },
  {
    says: 'map and unmap, and the stray looked at',
    link: '/r/1UZ0UjAQIMMkyP18j_q4cX5y9k3r',
    text: ['kmapscope 1\nmachine kernel=v3.9\ncpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\n'],
    cursor: { branch: 0, at: 2, micro: null },
    view: { lens: 'engineer', speed: 1, selection: 'cpu1.slot0', radix: 'hex', zoom: 'calls', projector: false },
    digest: 0x01234567,
  },
  {
    says: 'the story of the mail',
    link: '/r/13B_____wKPjwJRLh_moPWiAloCkd44_ofzpqdXR7RK56Fhk4mBEl9jgqEama8rb',
    text: [
      'kmapscope 1\ntitle "A CPU dies with a stray mapping"\nmachine kernel=rfc-no-hook cpus=4 pages=8\n',
      'note "CPU1 cleans the cache of page 3."\n\ncpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\n',
      'expect stray(cpu1.slot0)\ncpu0: cpu_down(cpu1)\ncpu0: kmap_atomic_flush_unused()\n',
      'cpu0: secure_protect(page3)\nexpect exposed(page3)\ncpu2: speculate(cpu1.slot0)\nexpect fault\n\n',
      'cpu0: enter kmap_atomic(page2)\ncpu0: tick\ncpu3: kmap_atomic(page5)\ncpu0: finish\ncpu2: irq\n',
      'cpu2: kmap_atomic(page6)\ncpu2: kunmap_atomic()\ncpu2: irq_return\n',
    ],
    cursor: { branch: 0, at: 17, micro: null },
    digest: 0xffffffff,
  },
  {
    says: 'the cursor in the middle, three ticks into a step',
    link: '/r/17BAQAAAAIYKf1oS-0BmdYMMWjntBJ3_4A-_BBi4MdvgbH9O-zkhOQMKknS1qQ87vwqd',
    text: [
      'kmapscope 1\ntitle "A CPU dies with a stray mapping"\nmachine kernel=rfc-no-hook cpus=4 pages=8\n',
      'note "CPU1 cleans the cache of page 3."\n\ncpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\n',
      'expect stray(cpu1.slot0)\ncpu0: cpu_down(cpu1)\ncpu0: kmap_atomic_flush_unused()\n',
      'cpu0: secure_protect(page3)\nexpect exposed(page3)\ncpu2: speculate(cpu1.slot0)\nexpect fault\n\n',
      'cpu0: enter kmap_atomic(page2)\ncpu0: tick\ncpu3: kmap_atomic(page5)\ncpu0: finish\ncpu2: irq\n',
      'cpu2: kmap_atomic(page6)\ncpu2: kunmap_atomic()\ncpu2: irq_return\n',
    ],
    cursor: { branch: 0, at: 4, micro: 3 },
    digest: 0x00000001,
  },
  {
    says: 'the cursor just after boot',
    link: '/r/1OAAAAAAIYroUteQ8vkshj',
    text: ['kmapscope 1\ncpu0: kmap_atomic(page1)\ncpu0: kunmap_atomic()\n'],
    cursor: { branch: 0, at: 0, micro: null },
    digest: 0x00000000,
  },
  {
    says: 'a comparison of three kernels, one with a switch changed',
    link: '/c/1jBTQAAAAINgPLoP2mK8NoOC-PjtYTGBTlwa8Qpc4v1b',
    text: [
      'kmapscope 1\nmachine kernel=rfc-v1\ncpu0: kmap_atomic(page1)\ncpu0: kunmap_atomic()\n',
      'cpu1: kmap_atomic_flush_unused()\n',
    ],
    cursor: { branch: 0, at: 3, micro: null },
    kernels: ['v3.9', 'rfc-v2', 'v3.9 flush=checked'],
    digest: 0x0000004d,
  },
  {
    says: 'every choice of view but the usual',
    link: '/r/1UAAAAAAIMMuNqlPfcoHoat735rt',
    text: ['kmapscope 1\ncpu0: irq\n'],
    cursor: { branch: 0, at: 1, micro: null },
    view: { lens: 'beginner', speed: 0.25, selection: 'page3', radix: 'bin', zoom: 'lines', projector: true },
    digest: 0x00000000,
  },
  {
    says: 'the last choice of each view',
    link: '/r/1QAAAAAAIMMuNk4dkJ06q50t',
    text: ['kmapscope 1\ncpu0: irq\n'],
    cursor: { branch: 0, at: 1, micro: null },
    view: { lens: 'everything', speed: 4, selection: null, radix: 'dec', zoom: 'calls', projector: false },
    digest: 0x00000000,
  },
  {
    says: 'every function of the kernel',
    link: '/r/1rBAAAAAAKUyo7kYVdCoNyEsVbY0nSpCNjNfLabGwcoqD43pnf2f',
    text: [
      'kmapscope 1\ncpu0: kmap_atomic(page1)\ncpu0: kunmap_atomic()\ncpu0: kmap_atomic_flush_unused()\n',
      'cpu0: cpu_down(cpu1)\ncpu0: cpu_up(cpu1)\ncpu0: secure_protect(page2)\ncpu0: secure_unprotect(page2)\n',
      'cpu0: secure_buffer_change_chunk(page3)\ncpu0: kmap(page4)\ncpu0: kunmap(page4)\ncpu0: kmap_flush_unused()\n',
      'cpu0: copy_highpage(page5, page6)\ncpu0: dma_clean(page0..page7)\ncpu0: read(cpu0.slot0)\n',
      'cpu0: kmap_atomic_pfn(low1)\ncpu0: kmap_local_page(page7)\ncpu0: kunmap_local()\n',
      'cpu0: disable_nonboot_cpus()\ncpu0: enable_nonboot_cpus()\ncpu0: dma_alloc_attrs(page8)\n',
      'cpu0: dma_free_attrs(page8)\n',
    ],
    cursor: { branch: 0, at: 21, micro: null },
    digest: 0x00000000,
  },
  {
    says: 'every other step',
    link: '/r/1bAAAAAALy26_EPC7J-EJw8DCCp58xs6ebm',
    text: [
      'kmapscope 1\ncpu0: enter kmap_atomic(page1)\ncpu0: tick\ncpu0: finish\ncpu1: irq\ncpu1: irq_return\n',
      'cpu2: handle_IPI\ncpu3: take_abort\ncpu0: speculate(slot0)\ncpu1: evict(cpu0.slot0)\ncpu2: schedule(task4)\n',
    ],
    cursor: { branch: 0, at: 10, micro: null },
    digest: 0x00000000,
  },
  {
    says: 'every predicate',
    link: '/r/1nBAAAAAALm4FF1QoKJCXHpB_ETqL2Rtv0Vw03_MVccxmnwd',
    text: [
      'kmapscope 1\nexpect none(cpu0.slot0)\nexpect not stray(cpu1.slot2)\nexpect live(pkmap1)\n',
      'expect not maps(cpu0.slot1, page9)\nexpect depth(cpu1)=2\nexpect not online(cpu0, cpu2)\n',
      'expect secure(page1)\nexpect not exposed(low0)\nexpect cached(cpu2, cpu1.slot0)\nexpect not fault\n',
      'expect no_fault\nexpect not no_stray\nexpect bug\nexpect not pkmap_count(pkmap3)=1\n',
      'expect cost(tlb_flushes)=16\n',
    ],
    cursor: { branch: 0, at: 15, micro: null },
    digest: 0x00000000,
  },
  {
    says: 'every place, near and far',
    link: '/r/1rBAAAAAALwG-7Hk7yf7f8YohxkTII_3cIC6YGADJF2alcqjpx0k',
    text: [
      'kmapscope 1\ncpu0: read(slot0)\ncpu0: read(slot16)\ncpu0: read(cpu6.slot15)\ncpu0: read(cpu7.slot0)\n',
      'cpu0: read(cpu0.slot16)\ncpu0: read(pkmap1)\ncpu0: read(pkmap511)\ncpu0: read(linear(page9))\n',
      'cpu0: read(linear(low0))\ncpu0: read(0x00000000)\ncpu0: read(0xfff10000)\ncpu0: read(0xffffffff)\n',
    ],
    cursor: { branch: 0, at: 12, micro: null },
    digest: 0x00000000,
  },
  {
    says: 'many CPUs and pages',
    link: '/r/1uBAAAAAAL2ppCj0H8mbhvvds_53znTzLlua4YtJHpjK74oGg03f7zc',
    text: [
      'kmapscope 1\nmachine cpus=32 pages=1024\ncpu3: kmap_atomic(page63)\ncpu4: kmap_atomic(page64)\n',
      'cpu31: kmap_atomic(page1023)\ncpu31: enter kunmap_atomic()\ncpu17: speculate(cpu31.slot0)\n',
    ],
    cursor: { branch: 0, at: 5, micro: null },
    digest: 0x00000000,
  },
  {
    says: 'arguments that are not the usual ones',
    link: '/r/1kBAAAAAAL3mRkONl3wDubPrE0LlUFPiGcfjwxUw0jn26',
    text: [
      'kmapscope 1\nmachine kernel=v2.6.32\ncpu0: kmap_atomic(page1, KM_USER0)\n',
      'cpu0: kmap_atomic(page2, KM_L2_CACHE)\ncpu0: kunmap_atomic(slot1)\ncpu5: enter kunmap_atomic(0xfff00000)\n',
    ],
    cursor: { branch: 0, at: 4, micro: null },
    digest: 0x00000000,
  },
  {
    says: 'every key of a machine',
    link: [
      '/r/1gDAAAAAAL-hWQlhVo5T27wCi9nRuZ6oFpeLJa0beda1aULzz_5K-dPjVUrlVt0zgy8RcsgeqoAuv6SC8H05IOvDRd5dn',
      'KZ2Ert2jkf3b',
    ].join(''),
    text: [
      'kmapscope 1\n',
      'machine kernel=vendor-3.18-corrected cpus=2 pages=4 low=1 slots=3 pkmap=8 tlb_entries=2 pfn_base=393216 tasks=2 layout=down_ffeff000 fix_kmap_begin=2 index_owner=task debug=on kunmap_clears=always pop=before_clear page_tlbi=local nesting_check=gt none_check=always km_incr=2 flush=checked_range flush_start=doubled_begin hotplug_hook=dying_no_frozen_mask kmap_high_get=unless_debug pfn_lowmem=linear driver_flushes=both firewall=async_abort cpu0_offline=allowed pte_format=lpae_3_10\n',
    ],
    cursor: { branch: 0, at: 0, micro: null },
    digest: 0x00000000,
  },
  {
    says: 'comments and blank lines, as the author left them',
    link: '/r/1rBAAAAAAIdxCFM6o5xHxJbxrQ-Ry7lUxEVyVLkwRctnyk248gh1',
    text: [
      'kmapscope 1  # for the course\n\n# first the mapping\ncpu0: kmap_atomic(page1)  # slot 0\n\n\n',
      'cpu0: kunmap_atomic()  #\n',
    ],
    cursor: { branch: 0, at: 2, micro: null },
    digest: 0x00000000,
  },
  {
    says: 'words in other scripts',
    link: [
      '/r/1sDAAAAAAL6LTnf3Ad4-tUL33-g05UhWtXs9hIJAwZR7JaVX52iMk4ZnrUl5aCRN34l4ZyhjnJ5eunSjeoOCMIqkafVJ2',
      'iIyjKsdzA7HY8P6Lh1jzey9e',
    ].join(''),
    text: [
      'kmapscope 1\ntitle "Eine verwaiste Abbildung – 迷子のマッピング 🔒"\n',
      'note "Zeile 1\\nZeile 2 \\"so\\"\\tund \\\\ weiter"\ncpu0: tick\n',
    ],
    cursor: { branch: 0, at: 1, micro: null },
    digest: 0x00000000,
  },
  {
    says: 'two forks, the second of the first, and the cursor on it',
    link: [
      '/r/14C782riQIPbysWCm6LbJWI4HaIb-im5XyoUIZNSoLi_Jwn7V0uKA-z_k3ymgfJQ98ZQ_pvBBlqBoQqucDChEW85Vo12h',
      'qhk7',
    ].join(''),
    text: [
      'kmapscope 1\ntitle "A CPU dies with a stray mapping"\nmachine kernel=rfc-no-hook cpus=4 pages=8\n',
      'note "CPU1 cleans the cache of page 3."\n\ncpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\n',
      'expect stray(cpu1.slot0)\ncpu0: cpu_down(cpu1)\ncpu0: kmap_atomic_flush_unused()\n',
      'cpu0: secure_protect(page3)\nexpect exposed(page3)\ncpu2: speculate(cpu1.slot0)\nexpect fault\n\n',
      'cpu0: enter kmap_atomic(page2)\ncpu0: tick\ncpu3: kmap_atomic(page5)\ncpu0: finish\ncpu2: irq\n',
      'cpu2: kmap_atomic(page6)\ncpu2: kunmap_atomic()\ncpu2: irq_return\n',
    ],
    branches: [
      {
        name: 'branch 1',
        parent: 0,
        at: 5,
        text: [
          'title "A CPU dies with a stray mapping"\nmachine kernel=rfc-no-hook cpus=4 pages=8\n',
          'note "CPU1 cleans the cache of page 3."\n\ncpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\n',
          'expect stray(cpu1.slot0)\ncpu0: cpu_down(cpu1)\ncpu0: kmap_atomic_flush_unused()\n',
          'cpu0: secure_buffer_change_chunk(page3)\nexpect not exposed(page3)\n',
        ],
      },
      {
        name: 'what if it comes back',
        parent: 1,
        at: 6,
        text: [
          'title "A CPU dies with a stray mapping"\nmachine kernel=rfc-no-hook cpus=4 pages=8\n',
          'note "CPU1 cleans the cache of page 3."\n\ncpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\n',
          'expect stray(cpu1.slot0)\ncpu0: cpu_down(cpu1)\ncpu0: kmap_atomic_flush_unused()\n',
          'cpu0: secure_buffer_change_chunk(page3)\ncpu0: cpu_up(cpu1)\n',
        ],
      },
    ],
    cursor: { branch: 2, at: 6, micro: null },
    digest: 0x89abcdef,
  },
  {
    says: 'a fork of nothing, with a name in Greek',
    link: '/r/1kBAAAAAAIZ8MZmKATMsnTZNEYIHD9juDHOUhCO6fbqp6',
    text: ['kmapscope 1\n'],
    branches: [{ name: 'δεύτερος', parent: 0, at: 0, text: ['cpu0: tick\n'] }],
    cursor: { branch: 0, at: 0, micro: null },
    digest: 0x00000000,
  },
  {
    says: 'a run that goes in circles (deflated)',
    link: '/r/1bAAAAAAFjMAQ51INJ36mJXZWqFAAzc6594',
    text: [
      'kmapscope 1\nmachine kernel=rfc-v2\ncpu0: kmap_atomic(page1)\ncpu3: irq\ncpu2: evict(pkmap7)\ncpu1: tick\n',
      'cpu0: kmap_atomic(page1)\ncpu3: irq\ncpu2: evict(pkmap7)\ncpu1: tick\ncpu0: kmap_atomic(page1)\ncpu3: irq\n',
      'cpu2: evict(pkmap7)\ncpu1: tick\ncpu0: kmap_atomic(page1)\ncpu3: irq\ncpu2: evict(pkmap7)\ncpu1: tick\n',
      'cpu0: kmap_atomic(page1)\ncpu3: irq\ncpu2: evict(pkmap7)\ncpu1: tick\ncpu0: kmap_atomic(page1)\ncpu3: irq\n',
      'cpu2: evict(pkmap7)\ncpu1: tick\ncpu0: kmap_atomic(page1)\ncpu3: irq\ncpu2: evict(pkmap7)\ncpu1: tick\n',
      'cpu0: kmap_atomic(page1)\ncpu3: irq\ncpu2: evict(pkmap7)\ncpu1: tick\ncpu0: kmap_atomic(page1)\ncpu3: irq\n',
      'cpu2: evict(pkmap7)\ncpu1: tick\ncpu0: kmap_atomic(page1)\ncpu3: irq\ncpu2: evict(pkmap7)\ncpu1: tick\n',
      'cpu0: kmap_atomic(page1)\ncpu3: irq\ncpu2: evict(pkmap7)\ncpu1: tick\ncpu0: kmap_atomic(page1)\ncpu3: irq\n',
      'cpu2: evict(pkmap7)\ncpu1: tick\n',
    ],
    cursor: { branch: 0, at: 48, micro: null },
    digest: 0x00000000,
  },
  {
    says: 'a plain frame (stored)',
    link: '/r/1OEAAAAAAAAkgCTAc9572b',
    text: ['kmapscope 1\ncpu0: kmap_atomic(page1)\ncpu0: kunmap_atomic()\n'],
    cursor: { branch: 0, at: 2, micro: null },
    digest: 0x00000010,
  },
  {
    says: 'interrupts inside a call, line by line',
    link: '/r/1aAAAAAAL1tzFpkr0FnDgn560jcQdx07t6',
    text: [
      'kmapscope 1\nmachine kernel=v2.6.37-rc debug=on\ncpu0: kmap_atomic(page0)\ncpu0: enter kunmap_atomic()\n',
      'cpu0: tick\ncpu0: irq\ncpu0: kmap_atomic(page1)\nexpect bug\n',
    ],
    cursor: { branch: 0, at: 6, micro: null },
    digest: 0x00000000,
  },
  {
    says: 'a hundred steps of any kind',
    link: [
      '/r/1uE_soAAAI1faPMaCrq8z3Q0C2vZYFC4KpT6P1tWjhtstULNXttwWsA6jKioquI7lAHKZHNotFJFlD5DQKvwkcxuG17Ed',
      'rzARejpoq-iLQwB5PTkeW3OTnpcwLRGrneFMCs1APLp7RAWV1e7Qqynrfy',
    ].join(''),
    text: [
      'kmapscope 1\nmachine kernel=rfc-v2 cpus=4 pages=16\ncpu0: kmap_atomic_flush_unused()\n',
      'cpu2: speculate(cpu2.slot2)\ncpu0: irq_return\ncpu0: irq_return\ncpu2: kunmap_atomic()\n',
      'cpu0: kmap_atomic_flush_unused()\ncpu1: cpu_down(cpu0)\ncpu2: kmap_atomic_flush_unused()\n',
      'cpu0: secure_unprotect(page9)\ncpu3: kunmap_atomic()\ncpu2: secure_unprotect(page3)\n',
      'cpu0: speculate(cpu0.slot3)\ncpu3: secure_unprotect(page5)\ncpu1: secure_protect(page2)\ncpu2: irq\n',
      'cpu3: irq_return\ncpu3: speculate(cpu0.slot2)\ncpu1: cpu_down(cpu1)\ncpu2: secure_unprotect(page14)\n',
      'cpu2: cpu_down(cpu0)\ncpu0: kmap_atomic(page11)\ncpu0: irq\ncpu0: cpu_down(cpu0)\ncpu1: irq\n',
      'cpu2: speculate(cpu0.slot2)\ncpu3: irq_return\ncpu2: kmap_atomic_flush_unused()\ncpu1: irq\n',
      'cpu3: irq_return\ncpu0: kunmap_atomic()\ncpu0: irq_return\ncpu3: kunmap_atomic()\n',
      'cpu2: kmap_atomic_flush_unused()\ncpu1: kmap_atomic_flush_unused()\ncpu3: irq\n',
      'cpu0: secure_unprotect(page4)\ncpu3: cpu_down(cpu0)\ncpu3: speculate(cpu1.slot0)\n',
      'cpu1: secure_unprotect(page12)\ncpu0: irq\ncpu0: kmap_atomic_flush_unused()\ncpu1: secure_unprotect(page4)\n',
      'cpu2: irq_return\ncpu0: cpu_down(cpu3)\ncpu3: irq_return\ncpu1: secure_protect(page7)\ncpu0: irq_return\n',
      'cpu3: irq\ncpu2: cpu_down(cpu2)\ncpu3: cpu_down(cpu2)\ncpu3: irq\ncpu2: kmap_atomic_flush_unused()\n',
      'cpu2: secure_protect(page11)\ncpu1: irq\ncpu2: irq\ncpu2: irq_return\ncpu2: kunmap_atomic()\n',
      'cpu0: secure_protect(page11)\ncpu2: secure_protect(page7)\ncpu1: kmap_atomic(page5)\ncpu3: irq\n',
      'cpu0: speculate(cpu1.slot3)\ncpu1: kunmap_atomic()\ncpu0: speculate(cpu0.slot2)\n',
      'cpu0: secure_unprotect(page5)\ncpu3: secure_protect(page2)\ncpu0: kmap_atomic(page1)\n',
      'cpu3: kmap_atomic(page12)\ncpu2: cpu_down(cpu0)\ncpu0: cpu_down(cpu2)\ncpu2: kmap_atomic_flush_unused()\n',
      'cpu1: kmap_atomic_flush_unused()\ncpu1: kmap_atomic_flush_unused()\ncpu2: irq\ncpu2: speculate(cpu1.slot0)\n',
      'cpu2: secure_unprotect(page0)\ncpu2: secure_unprotect(page2)\ncpu3: kmap_atomic_flush_unused()\n',
      'cpu1: irq_return\ncpu0: cpu_down(cpu2)\ncpu3: kmap_atomic_flush_unused()\ncpu3: irq\n',
      'cpu3: kmap_atomic_flush_unused()\ncpu0: kmap_atomic_flush_unused()\ncpu0: irq\ncpu0: kmap_atomic(page3)\n',
      'cpu1: irq_return\ncpu3: secure_protect(page0)\ncpu1: secure_protect(page7)\ncpu2: irq\n',
      'cpu1: secure_unprotect(page5)\ncpu2: irq\ncpu3: secure_unprotect(page11)\ncpu1: kmap_atomic(page6)\n',
      'cpu3: irq\ncpu1: cpu_down(cpu0)\ncpu1: cpu_down(cpu0)\ncpu3: secure_protect(page8)\ncpu0: kunmap_atomic()\n',
      'cpu0: secure_unprotect(page11)\n',
    ],
    cursor: { branch: 0, at: 100, micro: null },
    digest: 0x0000cafe,
  },
];
