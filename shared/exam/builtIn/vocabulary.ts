/** Words for the slots of the templates. Plurals only, so that any number of two or more fits before them. */
const names = [
  'Amara', 'Bjorn', 'Chiara', 'Dmitri', 'Elif', 'Farid', 'Greta', 'Hiroshi', 'Ines', 'Jamal', 'Kavya', 'Lukas', 'Mireille', 'Nadia', 'Osman', 'Paloma', 'Quentin', 'Rosa',
  'Samir', 'Tamsin', 'Ugo', 'Viktor', 'Wanjiru', 'Xenia', 'Yusuf', 'Zofia', 'Anselm', 'Beatriz', 'Caspar', 'Dalia', 'Edith', 'Finn', 'Gulnara', 'Henrik', 'Imani', 'Joaquin',
  'Katya', 'Leila', 'Malik', 'Noor', 'Ottilie', 'Pavel', 'Rania', 'Sven', 'Thandi', 'Ursula', 'Vikram', 'Winona', 'Yara', 'Zoltan',
] as const;
const things = [
  'marbles', 'buttons', 'postcards', 'shells', 'candles', 'pencils', 'stickers', 'ribbons', 'keys', 'acorns', 'stamps', 'badges', 'beads', 'coasters', 'lanterns', 'pebbles', 'corks',
  'brushes', 'envelopes', 'notebooks', 'spoons', 'mugs', 'masks', 'flags', 'whistles', 'dominoes', 'tulips', 'walnuts', 'lemons', 'plums', 'pretzels', 'waffles', 'muffins', 'scones',
] as const;
const places = ['the harbour shop', 'the village school', 'the night market', 'the old library', 'the youth club', 'the corner bakery', 'the rowing club', 'the town museum', 'the craft fair', 'the community hall', 'the hill farm', 'the repair cafe'] as const;
const towns = ['Aldermoor', 'Brackenford', 'Calderwick', 'Dunmarsh', 'Eskerby', 'Fennhollow', 'Garrowmere', 'Hexley', 'Ivelstone', 'Juniper Bay', 'Kestrel Point', 'Larkhaven', 'Mossgate', 'Netherby Quay', 'Orrin Vale', 'Pellworth'] as const;
const halls = ['Amber Hall', 'Birch House', 'Comet Theatre', 'Driftwood Hall', 'Ember House', 'Falcon Theatre', 'Glass Hall', 'Heron House', 'Indigo Theatre', 'Juniper Hall', 'Lantern House', 'Meridian Theatre'] as const;

/** Slots by name; a slot with a number behind it (`who2`) takes another word of the same list. */
export const vocabulary = { who: names, things, place: places, town: towns, hall: halls } as const satisfies Readonly<Record<string, readonly string[]>>;

/** Sentences that hold a number which the answer does not need: `<n>` and words that no other sentence uses. */
export const distractors: readonly string[] = [
  'It is <n> days until the holidays.', 'The radio plays <n> songs in the meantime.', 'A neighbour owns <n> hens.', 'The building next door has <n> windows.',
  'A clock on the wall is <n> years old.', 'Last year <n> people asked about this.', 'The nearest bus stop is <n> steps away.', 'On the way there are <n> street lamps.',
];

/** Ways to begin that say nothing about the problem. */
export const openings: readonly string[] = ['Overheard at <place9>:', 'A letter from <town9> says:', '<who9> asks this:', 'From a quiz in <town9>:', 'Told by <who9>:', 'Pinned to a board at <place9>:'];
