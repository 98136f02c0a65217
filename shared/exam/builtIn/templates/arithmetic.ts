import type { Template } from '../template.ts';

export const arithmetic: readonly Template[] = [
  {
    graph: 'giveAndGet', topic: 'arithmetic', numbers: { a: [20, 90], b: [3, 40], c: [4, 60] }, grows: ['a', 'b', 'c'],
    steps: [['a - b', 'Without those that went there are <=> <things>.'], ['s1 + c', 'With the new ones that makes <=> <things>.']],
    tellings: [
      ['<who> owns <a> <things>. After handing <b> of them to <who2>, <who> finds <c> more in a cupboard.', 'How many <things> does <who> own now?'],
      ['A tin holds <a> <things>. <who> takes out <b>, and later <who2> drops in <c>.', 'How many <things> are in the tin at the end?'],
      ['On Monday <who> counts <a> <things>. By Tuesday <b> have been lost and <c> new ones were bought.', 'What does <who> count on Tuesday?'],
    ],
  },
  {
    graph: 'packsLess', topic: 'arithmetic', numbers: { a: [3, 15], b: [4, 24], c: [5, 60] }, grows: ['b', 'c'],
    steps: [['a * b', 'All packs together hold <=> <things>.'], ['s1 - c', 'Then <=> <things> are left.']],
    tellings: [
      ['<who> opens <a> packs with <b> <things> in each and uses up <c> of them.', 'How many <things> remain?'],
      ['There are <a> shelves at <place>, and <b> <things> stand on every one. <who> borrows <c> of these.', 'How many <things> are still on the shelves?'],
    ],
  },
  {
    graph: 'twoKindsOfPacks', topic: 'arithmetic', numbers: { a: [2, 14], b: [3, 20], c: [2, 14], d: [3, 20] }, grows: ['b', 'd'],
    steps: [['a * b', 'The first ones hold <=> <things>.'], ['c * d', 'The second ones hold <=> <things>.'], ['s1 + s2', 'In all that is <=> <things>.']],
    tellings: [
      ['<place> orders <a> small packs of <b> <things> and <c> large packs of <d> <things>.', 'How many <things> arrive?'],
      ['For a fair, <who> brings <a> bags with <b> <things> each, while <who2> brings <c> bags with <d> <things> each.', 'How many <things> do the two bring together?'],
    ],
  },
  {
    graph: 'packsShared', topic: 'arithmetic', numbers: { c: [3, 9], k: [2, 8], b: [2, 12], a: 'c * k' }, grows: ['b'],
    steps: [['a * b', 'There are <=> <things>.'], ['s1 / c', 'Each child gets <=> <things>.']],
    tellings: [
      ['<who> has <a> boxes with <b> <things> in each and shares all <things> equally among <c> children.', 'How many <things> does each child get?'],
      ['At <place>, <a> trays of <b> <things> are divided evenly between <c> children.', 'What is the share of one child?'],
    ],
  },
  {
    graph: 'restShared', topic: 'arithmetic', numbers: { c: [3, 12], k: [4, 20], b: [3, 30], a: 'c * k + b' }, grows: ['k', 'b'],
    steps: [['a - b', 'Without those set aside there are <=> <things>.'], ['s1 / c', 'Each friend receives <=> <things>.']],
    tellings: [
      ['<who> collects <a> <things>, keeps <b> and splits the rest evenly between <c> friends.', 'How many <things> does each friend receive?'],
      ['Of <a> <things> in a crate, <b> turn out broken. The good ones go in equal numbers to <c> friends of <who>.', 'How many <things> does every friend take home?'],
    ],
  },
  {
    graph: 'pooledShared', topic: 'arithmetic', numbers: { c: [2, 9], k: [5, 25], a: [6, 40], b: 'c * k - a' }, grows: ['k', 'a'],
    steps: [['a + b', 'Together there are <=> <things>.'], ['s1 / c', 'Every table is given <=> <things>.']],
    tellings: [
      ['<who> made <a> <things> and <who2> made <b>. They lay them out on <c> tables, the same number on each.', 'How many <things> lie on one table?'],
      ['A morning delivery of <a> <things> and an evening delivery of <b> are spread evenly over <c> tables at <place>.', 'How many <things> does a table get?'],
    ],
  },
  {
    graph: 'bothTimes', topic: 'arithmetic', numbers: { a: [3, 20], b: [3, 20], c: [3, 12] }, grows: ['a', 'b'],
    steps: [['a + b', 'Each time it is <=> <things>.'], ['s1 * c', 'All together it is <=> <things>.']],
    tellings: [
      ['A set consists of <a> red and <b> blue <things>. <place> needs <c> such sets.', 'How many <things> is that altogether?'],
      ['Each day <who> sorts <a> <things> before lunch and <b> after it, for <c> days.', 'How many <things> does <who> sort in that time?'],
    ],
  },
  {
    graph: 'threeKinds', topic: 'arithmetic', numbers: { a: [2, 9], b: [2, 15], c: [2, 9], d: [2, 15], e: [2, 9], f: [2, 15] }, grows: ['b', 'd', 'f'],
    steps: [['a * b', 'The first kind makes <=>.'], ['c * d', 'The second kind makes <=>.'], ['e * f', 'The third kind makes <=>.'], ['s1 + s2 + s3', 'All kinds make <=> <things>.']],
    tellings: [
      ['<place> stocks <a> cartons of <b> <things>, <c> cartons of <d> and <e> cartons of <f>.', 'How many <things> are in stock?'],
      ['In a hall stand <a> rows with <b> <things>, <c> rows with <d> <things> and <e> rows with <f> <things>.', 'How many <things> stand in the hall?'],
    ],
  },
  {
    graph: 'usedDaily', topic: 'arithmetic', numbers: { a: [3, 12], b: [4, 14], c: [60, 250] }, grows: ['a', 'c'],
    steps: [['a * b', 'In that time <=> <things> are used.'], ['c - s1', 'So <=> <things> are left.']],
    tellings: [
      ['<place> begins with <c> <things> and uses <a> a day.', 'How many <things> are left after <b> days?'],
      ['<who> uses <a> <things> every day. There were <c> at the start, and <b> days have gone by.', 'How many <things> remain?'],
    ],
  },
  {
    graph: 'timesAsMany', topic: 'arithmetic', numbers: { a: [4, 40], b: [2, 9] }, grows: ['a'],
    steps: [['a * b', 'The greater number is <=> <things>.'], ['a + s1', 'Both together are <=> <things>.']],
    tellings: [
      ['<who> has <a> <things>, and <who2> has <b> times as many.', 'How many <things> do they have together?'],
      ['In spring <who> sold <a> <things>; in summer it was <b> times that number.', 'How many <things> were sold in both seasons?'],
    ],
  },
  {
    graph: 'partOf', topic: 'arithmetic', numbers: { b: [2, 8], k: [3, 25], a: 'b * k' }, grows: ['k'],
    steps: [['a / b', 'The smaller number is <=> <things>.'], ['a + s1', 'Both together are <=> <things>.']],
    tellings: [
      ['<who> picked <a> <things>. That is <b> times what <who2> picked.', 'How many <things> did both pick?'],
      ['A large box holds <a> <things>, which is <b> times as many as a small box holds.', 'How many <things> fit into one large and one small box?'],
    ],
  },
  {
    graph: 'timesAndMore', topic: 'arithmetic', numbers: { a: [4, 30], b: [2, 6], c: [2, 20] }, grows: ['a', 'c'],
    steps: [['a * b', '<b> times the first number is <=>.'], ['s1 + c', 'With <c> more it is <=> <things>.'], ['a + s2', 'Both together are <=> <things>.']],
    tellings: [
      ['<who> baked <a> <things>. <who2> baked <c> more than <b> times as many.', 'How many <things> did they bake in all?'],
      ['One class gathers <a> <things>; another gathers <b> times that and then <c> extra.', 'How many <things> do the classes gather together?'],
    ],
  },
  {
    graph: 'twiceLessShared', topic: 'arithmetic', numbers: { d: [3, 9], k: [4, 15], b: [3, 25], c: [3, 25], a: 'd * k + b + c' }, grows: ['b', 'c', 'k'],
    steps: [['a - b', 'After the first there are <=> <things>.'], ['s1 - c', 'After the second there are <=> <things>.'], ['s2 / d', 'Each bag holds <=> <things>.']],
    tellings: [
      ['Of <a> <things>, <who> sells <b> and gives <who2> <c>. The rest is packed evenly into <d> bags.', 'How many <things> are in a bag?'],
      ['<place> had <a> <things>. <b> were spoiled, <c> were returned, and what was left went into <d> equal bags.', 'How many <things> did each bag hold?'],
    ],
  },
  {
    graph: 'moreByProducts', topic: 'arithmetic', numbers: { a: [5, 20], b: [5, 25], c: [2, 12], d: [2, 15] }, grows: ['b'],
    steps: [['a * b', '<who> plants <=> bulbs.'], ['c * d', '<who2> plants <=> bulbs.'], ['s1 - s2', '<who> plants <=> bulbs more.']],
    tellings: [
      ['<who> plants <a> rows of <b> bulbs; <who2> plants <c> rows of <d> bulbs.', 'How many more bulbs does <who> plant?'],
      ['In one garden, <who> set <a> beds with <b> bulbs each. Next door, <who2> set <c> beds with <d> bulbs each.', 'By how many bulbs is the garden of <who> ahead?'],
    ],
  },
  {
    graph: 'threeFactors', topic: 'arithmetic', numbers: { a: [2, 12], b: [3, 15], c: [2, 10] }, grows: ['b'],
    steps: [['a * b', 'One of them holds <=> boxes.'], ['s1 * c', 'All of them hold <=> boxes.']],
    tellings: [
      ['Each van takes <a> pallets, and each pallet carries <b> boxes. <place> sends out <c> vans.', 'How many boxes are sent?'],
      ['<place> has <c> floors with <a> rooms each; every room stores <b> boxes.', 'How many boxes are stored?'],
    ],
  },
  {
    graph: 'threeFactorsLess', topic: 'arithmetic', numbers: { a: [3, 12], b: [3, 12], c: [3, 10], d: [4, 26] }, grows: ['b', 'd'],
    steps: [['a * b', 'One part has <=> seats.'], ['s1 * c', 'All parts have <=> seats.'], ['s2 - d', 'So <=> seats are free.']],
    tellings: [
      ['A hall has <c> blocks of <a> rows with <b> seats in every row, and <d> seats are taken.', 'How many seats are free?'],
      ['<place> sets up <c> tents. In each are <a> benches with <b> seats. On the night, <d> seats stay locked.', 'How many seats can be used?'],
    ],
  },
];
