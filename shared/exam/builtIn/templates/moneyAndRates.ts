import type { Template } from '../template.ts';

export const moneyAndRates: readonly Template[] = [
  {
    graph: 'change', topic: 'money', numbers: { a: [2, 9], b: [2, 12, 0.5], c: [2, 9], d: [2, 12, 0.5], e: [60, 250, 10] }, cents: true, grows: ['e'],
    steps: [['a * b', 'The first goods cost <=> dollars.'], ['c * d', 'The second goods cost <=> dollars.'], ['s1 + s2', 'Together they cost <=> dollars.'], ['e - s3', 'The change is <=> dollars.']],
    tellings: [
      ['<who> buys <a> <things> at $<b> each and <c> <things2> at $<d> each, and pays with $<e>.', 'How many dollars does <who> get back?'],
      ['At <place> one of the <things> costs $<b> and one of the <things2> costs $<d>. <who> takes <a> <things> and <c> <things2> out of a budget of $<e>.', 'How many dollars of the budget are left?'],
    ],
  },
  {
    graph: 'goalSaved', topic: 'money', numbers: { a: [4, 20], b: [3, 12], d: [5, 15], k: [3, 14], c: 'a * b + d * k' }, grows: ['a', 'k'],
    steps: [['a * b', '<who> has saved <=> dollars.'], ['c - s1', 'There are <=> dollars to go.'], ['s2 / d', 'That takes <=> weeks.']],
    tellings: [
      ['<who> wants a bicycle for $<c> and has put aside $<a> a week for <b> weeks. From now on it will be $<d> a week.', 'How many more weeks does it take?'],
      ['A trip costs $<c>. So far <who> saved $<a> in each of <b> weeks; the rest is to be saved at $<d> a week.', 'For how many further weeks must <who> save?'],
    ],
  },
  {
    graph: 'unitPrices', topic: 'comparison', numbers: { b: [2, 9], k: [4, 20], d: [2, 9], m: [2, 12], a: 'b * k', c: 'd * m' }, grows: ['k'],
    steps: [['a / b', 'In the first case one costs <=> dollars.'], ['c / d', 'In the second case one costs <=> dollars.'], ['s1 - s2', 'The difference is <=> dollars.']],
    tellings: [
      ['One shop sells <b> <things> for $<a>, another sells <d> <things> for $<c>.', 'By how many dollars is a single one dearer in the first shop?'],
      ['<who> paid $<a> for <b> <things>. <who2> paid $<c> for <d> <things> of the same kind.', 'How many dollars more did <who> pay per piece?'],
    ],
  },
  {
    graph: 'margin', topic: 'money', numbers: { a: [9, 45], b: [3, 30], c: [4, 30] }, grows: ['c'],
    steps: [['a - b', 'Each sale earns <=> dollars.'], ['s1 * c', 'All sales earn <=> dollars.']],
    tellings: [
      ['<who> buys lamps at $<b> and sells them at $<a>. This month <c> were sold.', 'How many dollars did <who> earn?'],
      ['A poster costs $<b> to print and sells for $<a>. <place> sells <c> posters.', 'What is the profit in dollars?'],
    ],
  },
  {
    graph: 'breakEven', topic: 'money', numbers: { b: [2, 12], m: [3, 15], k: [5, 40], a: 'b + m', c: 'm * k' }, grows: ['k'],
    steps: [['a - b', 'One cup brings in <=> dollars over its cost.'], ['c / s1', 'It takes <=> cups.']],
    tellings: [
      ['A stall costs $<c> to rent. Each cup costs $<b> to make and sells for $<a>.', 'How many cups must be sold to earn back the rent?'],
      ['<who> spent $<c> on a kiln. Every cup sells for $<a>, and clay for it costs $<b>.', 'After how many cups has the kiln paid for itself?'],
    ],
  },
  {
    graph: 'billShared', topic: 'money', numbers: { d: [2, 8], k: [12, 40], a: [6, 40], b: [5, 30], c: 'd * k - a - b' }, grows: ['k', 'a'],
    steps: [['a + b', 'Food and drinks are <=> dollars.'], ['s1 + c', 'With the music it is <=> dollars.'], ['s2 / d', 'Each pays <=> dollars.']],
    tellings: [
      ['A party costs $<a> for food, $<b> for drinks and $<c> for music. <d> friends split the bill evenly.', 'How many dollars does each of them pay?'],
      ['<who> spends $<a> on food, then $<b> on drinks and $<c> on music. The sum is shared by <d> people.', 'What is the share of one person in dollars?'],
    ],
  },
  {
    graph: 'averageSpeed', topic: 'rates', numbers: { t: [3, 8], v: [20, 70], b: [2, 5], d: 't - b + 1', a: [20, 90], m: 'b + d', w: 'v * m - a * b', c: 'w / d' },
    steps: [['a * b', 'The first leg is <=> km.'], ['c * d', 'The second leg is <=> km.'], ['s1 + s2', 'The whole way is <=> km.'], ['b + d', 'It takes <=> hours.'], ['s3 / s4', 'On average that is <=> km per hour.']],
    tellings: [
      ['<who> drives <b> hours at <a> km per hour and then <d> hours at <c> km per hour.', 'What is the average speed in km per hour?'],
      ['A train keeps <a> km per hour for <b> hours. For the next <d> hours it does <c> km per hour.', 'How fast is it on average, in km per hour?'],
    ],
  },
  {
    graph: 'meeting', topic: 'rates', numbers: { a: [8, 60], b: [8, 60], k: [2, 9], c: '(a + b) * k' }, grows: [],
    steps: [['a + b', 'They come <=> km closer each hour.'], ['c / s1', 'They meet after <=> hours.']],
    tellings: [
      ['Two cyclists start <c> km apart and ride towards each other, one at <a> km per hour, the other at <b> km per hour.', 'After how many hours do they meet?'],
      ['From two ends of a road of <c> km, <who> and <who2> set off towards each other at <a> and <b> km per hour.', 'How many hours pass until they meet?'],
    ],
  },
  {
    graph: 'catchUp', topic: 'rates', numbers: { m: [2, 12], k: [2, 6], b: [2, 6], a: 'm * k', c: 'a + b * m' },
    steps: [['a * b', 'The head start is <=> km.'], ['c - a', 'The gap shrinks by <=> km an hour.'], ['s1 / s2', 'It is closed after <=> hours.']],
    tellings: [
      ['A barge does <a> km per hour. <b> hours after it, a launch leaves from the same pier at <c> km per hour.', 'How many hours does the launch need to catch up?'],
      ['<who> rides off at <a> km per hour. <who2> follows <b> hours later at <c> km per hour on the same road.', 'How many hours does <who2> ride before the two meet?'],
    ],
  },
  {
    graph: 'packedOutput', topic: 'rates', numbers: { d: [4, 12], k: [2, 6], a: 'd * k', b: [2, 9], c: [2, 8] }, grows: ['k'],
    steps: [['a * b', 'One of them makes <=> parts.'], ['s1 * c', 'All of them make <=> parts.'], ['s2 / d', 'That fills <=> boxes.']],
    tellings: [
      ['A machine makes <a> parts an hour. <c> such machines run for <b> hours, and <d> parts fill a box.', 'How many boxes are filled?'],
      ['At <place>, <c> workers each finish <a> parts an hour. They work <b> hours and pack <d> parts to a box.', 'How many boxes do they pack?'],
    ],
  },
  {
    graph: 'sameRate', topic: 'rates', numbers: { b: [2, 9], k: [3, 20], a: 'b * k', c: [3, 25] }, grows: ['k'],
    steps: [['a / b', 'In one hour it is <=> pages.'], ['s1 * c', 'In <c> hours it is <=> pages.']],
    tellings: [
      ['<who> proofreads <a> pages in <b> hours.', 'How many pages is that in <c> hours at the same pace?'],
      ['A printer puts out <a> pages in <b> hours without a stop.', 'How many pages come out in <c> hours?'],
    ],
  },
  {
    graph: 'fasterRate', topic: 'rates', numbers: { b: [2, 9], k: [3, 20], a: 'b * k', c: [2, 10], d: [3, 12] }, grows: ['k'],
    steps: [['a / b', 'So far it is <=> a day.'], ['s1 + c', 'From now on it is <=> a day.'], ['s2 * d', 'That makes <=> chairs.']],
    tellings: [
      ['A workshop built <a> chairs in <b> days. From now on it builds <c> more chairs a day than before.', 'How many chairs does it build in the next <d> days?'],
      ['In <b> days <who> repaired <a> chairs. With a new tool it is <c> chairs more per day.', 'How many chairs are repaired in <d> days with the tool?'],
    ],
  },
  {
    graph: 'fillAndLeak', topic: 'rates', numbers: { a: [12, 60], b: [2, 40], c: [3, 20], d: [10, 90] }, grows: ['d'],
    steps: [['a - b', 'Each minute <=> litres are gained.'], ['s1 * c', 'In <c> minutes that is <=> litres.'], ['s2 + d', 'The tank then holds <=> litres.']],
    tellings: [
      ['A tank holds <d> litres. A pipe adds <a> litres a minute while a leak loses <b> litres a minute.', 'How many litres are in the tank after <c> minutes?'],
      ['<who> fills a pool that has <d> litres in it. <a> litres a minute flow in, <b> litres a minute flow out, for <c> minutes.', 'How many litres does the pool hold then?'],
    ],
  },
  {
    graph: 'fuelLeft', topic: 'rates', numbers: { b: [5, 18], k: [3, 25], a: 'b * k', c: [30, 70] }, grows: [],
    steps: [['a / b', 'The trip takes <=> litres.'], ['c - s1', 'There are <=> litres left.']],
    tellings: [
      ['A van goes <b> km on a litre of fuel. Its tank has <c> litres before a trip of <a> km.', 'How many litres are left after the trip?'],
      ['<who> drives <a> km. The car needs one litre for <b> km, and the tank held <c> litres.', 'How much fuel in litres is left?'],
    ],
  },
];
