/** Colours by name, for a light and a dark page. The plots name them as `var(--name)`. */
export const colours: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  paper: ['#faf9f7', '#16181b'], surface: ['#ffffff', '#1d2024'], ink: ['#1c1f22', '#ebe9e4'], muted: ['#575d63', '#a7adb3'], line: ['#dfdbd4', '#31363c'], edge: ['#85827b', '#7b828a'],
  s1: ['#c2410c', '#ff9a5c'], s2: ['#0b6b63', '#5fcdbf'], s3: ['#6437b8', '#bda4f7'], s4: ['#6d747c', '#9aa1a9'], s5: ['#1d5fbf', '#7fb4ff'], s6: ['#8a6400', '#e6bd4a'],
  s7: ['#b01657', '#ff8fbd'], s8: ['#2c7a1f', '#83d672'], s9: ['#2b2f33', '#fffdf7'], s10: ['#0a7ea4', '#62d0f2'], s11: ['#8b3fa0', '#e39af5'], s12: ['#7a4b2a', '#d3a27c'],
};

/** Policies keep their colour and mark from plot to plot and from report to report. */
const known: Readonly<Record<string, number>> = { adaswitch: 0, localOnly: 1, expertOnly: 2, random: 3, logProb: 4, requestLevel: 5, selfCheck: 6, steer: 7, oracle: 8 };
export const symbols = ['star', 'circle', 'square', 'plus', 'triangle', 'diamond', 'times', 'wye', 'cross', 'asterisk', 'triangle2', 'diamond2'] as const;
export const dashes = ['none', 'none', 'none', '2,3', '7,3', '9,3,2,3', '4,2', '1,2', '12,3', '6,2,1,2,1,2', '3,5', '10,5'] as const;

export interface Look { readonly colour: string; readonly symbol: (typeof symbols)[number]; readonly dash: string; readonly isMain: boolean }

/** A look for each name: the known ones their own, the others the next that is free. */
export function looks(names: readonly string[]): ReadonlyMap<string, Look> {
  const key = (name: string): number | undefined => (Object.hasOwn(known, name) ? known[name] : Object.entries(known).find(([id]) => id.toLowerCase() === name.toLowerCase())?.[1]);
  const taken = new Set(names.map(key));
  const free = symbols.map((_, index) => index).filter((index) => !taken.has(index));
  let next = 0;
  return new Map(names.map((name) => {
    const index = key(name) ?? free[next++ % Math.max(1, free.length)] ?? 3;
    return [name, { colour: `var(--s${index + 1})`, symbol: symbols[index] ?? 'circle', dash: dashes[index] ?? 'none', isMain: index === 0 }];
  }));
}

/** Both looks of a page in one declaration list; needs `color-scheme: light dark`. */
export const colourDeclarations = (): string => Object.entries(colours).map(([name, [light, dark]]) => `--${name}:light-dark(${light},${dark})`).join(';');
