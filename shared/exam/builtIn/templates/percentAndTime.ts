import type { Template } from '../template.ts';

export const percentAndTime: readonly Template[] = [
  {
    graph: 'discount', topic: 'percentages', numbers: { a: [40, 400, 20], b: [5, 60, 5] }, grows: ['a'],
    steps: [['a * b / 100', 'The reduction is <=> dollars.'], ['a - s1', 'The price is now <=> dollars.']],
    tellings: [
      ['A coat of $<a> is reduced by <b>%.', 'What does it cost now, in dollars?'],
      ['<who> wants a desk that is marked $<a>. Members of the club get <b>% off, and <who> is a member.', 'How many dollars does <who> pay?'],
    ],
  },
  {
    graph: 'discountSeveral', topic: 'percentages', numbers: { a: [20, 200, 20], b: [5, 60, 5], c: [2, 12] }, grows: ['a'],
    steps: [['a * b / 100', 'On one the reduction is <=> dollars.'], ['a - s1', 'One costs <=> dollars.'], ['s2 * c', 'All cost <=> dollars.']],
    tellings: [
      ['Chairs of $<a> are sold at <b>% off. <place> orders <c>.', 'What is the bill in dollars?'],
      ['<who> books <c> tickets. A ticket is $<a>, but groups pay <b>% less.', 'How many dollars does the group pay?'],
    ],
  },
  {
    graph: 'growthThenLoss', topic: 'percentages', numbers: { a: [100, 900, 100], b: [5, 60, 5], c: [10, 90] }, grows: ['a', 'c'],
    steps: [['a * b / 100', 'The growth is <=>.'], ['a + s1', 'After it there are <=>.'], ['s2 - c', 'In the end there are <=> members.']],
    tellings: [
      ['A club with <a> members grows by <b>%. Then <c> members leave.', 'How many members are there?'],
      ['In spring a society had <a> members. By summer the number was <b>% higher, and in autumn <c> left.', 'How many members were left?'],
    ],
  },
  {
    graph: 'twoReductions', topic: 'percentages', numbers: { a: [200, 1000, 200], b: [10, 50, 10], c: [10, 50, 10] }, cents: true, grows: ['a'],
    steps: [['a * b / 100', 'The first reduction is <=> dollars.'], ['a - s1', 'After it the price is <=> dollars.'], ['s2 * c / 100', 'The second reduction is <=> dollars.'], ['s2 - s3', 'The final price is <=> dollars.']],
    tellings: [
      ['A sofa of $<a> is reduced by <b>%, and a week later the new price is reduced by <c>%.', 'What does it cost in the end, in dollars?'],
      ['<who> haggles: first <b>% off the price of $<a>, then another <c>% off what is left.', 'How many dollars does <who> pay?'],
    ],
  },
  {
    graph: 'restOfPercent', topic: 'percentages', numbers: { c: [2, 8], k: [2, 9], b: [10, 90, 10], r: '100 - b', a: '100 * c * k' }, grows: ['k'],
    steps: [['a * b / 100', 'Taken away are <=> dollars.'], ['a - s1', 'What is left is <=> dollars.'], ['s2 / c', 'Each gets <=> dollars.']],
    tellings: [
      ['From a prize of $<a>, <b>% goes to charity and the rest is divided equally among <c> winners.', 'How many dollars does a winner get?'],
      ['<who> spends <b>% of $<a> on seeds and shares what is left equally between <c> helpers.', 'How many dollars does each helper get?'],
    ],
  },
  {
    graph: 'twoPercents', topic: 'percentages', numbers: { a: [20, 300, 20], b: [5, 95, 5], c: [20, 300, 20], d: [5, 95, 5] }, grows: ['a', 'c'],
    steps: [['a * b / 100', 'The first group has <=>.'], ['c * d / 100', 'The second group has <=>.'], ['s1 + s2', 'Together that is <=> pupils.']],
    tellings: [
      ['One school has <a> pupils, of whom <b>% walk. Another has <c> pupils, of whom <d>% walk.', 'How many pupils walk in both schools?'],
      ['<b>% of the <a> pupils upstairs and <d>% of the <c> pupils downstairs join the choir.', 'How many pupils join the choir?'],
    ],
  },
  {
    graph: 'sumTaxed', topic: 'percentages', numbers: { k: [2, 20], a: [5, 60], b: '20 * k - a', c: [5, 25, 5] }, grows: ['k', 'a'],
    steps: [['a + b', 'Before tax it is <=> dollars.'], ['s1 * c / 100', 'The tax is <=> dollars.'], ['s1 + s2', 'With tax it is <=> dollars.']],
    tellings: [
      ['<who> orders goods for $<a> and $<b>. A tax of <c>% is added to the sum.', 'What is to be paid, in dollars?'],
      ['Parts cost $<a>, labour $<b>, and <c>% tax comes on top of both.', 'How many dollars is the bill?'],
    ],
  },
  {
    graph: 'whatPercent', topic: 'percentages', numbers: { k: [2, 12], m: [2, 18], a: 'k * m', t: '20 * k', b: 't - a' },
    steps: [['a + b', 'In all there are <=>.'], ['a * 100 / s1', 'The share is <=> percent.']],
    tellings: [
      ['In a pond swim <a> golden and <b> silver fish.', 'What percentage of the fish is golden?'],
      ['<who> scored <a> goals and missed <b> shots.', 'What percentage of the shots went in?'],
    ],
  },
  {
    graph: 'simpleInterest', topic: 'percentages', numbers: { a: [200, 3000, 100], b: [2, 9], c: [2, 9] }, grows: ['a'],
    steps: [['a * b / 100', 'One year brings <=> dollars.'], ['s1 * c', '<c> years bring <=> dollars.'], ['a + s2', 'In the end there are <=> dollars.']],
    tellings: [
      ['<who> lends $<a> at <b>% simple interest a year.', 'How many dollars come back after <c> years, loan and interest together?'],
      ['A deposit of $<a> earns <b>% of the first sum each year, and nothing is taken out for <c> years.', 'What is in the account then, in dollars?'],
    ],
  },
  {
    graph: 'hoursAndMinutes', topic: 'time', numbers: { a: [2, 11], b: [5, 55, 5], z: [20, 90] }, grows: [],
    steps: [['a * 60', 'The hours are <=> minutes.'], ['s1 + b', 'In all that is <=> minutes.']],
    tellings: [
      ['The way of <who> to <who2> took <a> hours and <b> minutes.', 'How many minutes is that?'],
      ['<who> watches a film at <place> that lasts <a> hours and <b> minutes.', 'How long is it in minutes?'],
      ['It took <who> <a> hours and <b> minutes to sort <z> <things>.', 'How many minutes did the sorting take?'],
    ],
  },
  {
    graph: 'sessionsInHours', topic: 'time', numbers: { k: [2, 9], m: [2, 6], a: '60 / m * k', b: 'm * 2' },
    steps: [['a * b', 'All sessions last <=> minutes.'], ['s1 / 60', 'That is <=> hours.']],
    tellings: [
      ['<who> practises the flute for <a> minutes on each of <b> evenings.', 'How many hours of practice is that?'],
      ['<place> runs <b> courses of <a> minutes.', 'How many hours do the courses last altogether?'],
    ],
  },
  {
    graph: 'weeksDaily', topic: 'time', numbers: { a: [2, 12], b: [3, 30] }, grows: ['b'],
    steps: [['a * 7', 'That is <=> days.'], ['s1 * b', 'In that time it is <=> pages.']],
    tellings: [
      ['<who> reads <b> pages every day for <a> weeks.', 'How many pages is that?'],
      ['A diary of <who2> grows by <b> pages a day.', 'How many pages does it gain in <a> weeks?'],
    ],
  },
  {
    graph: 'cyclesInHours', topic: 'time', numbers: { b: [5, 30, 5], a: [2, 8], c: [3, 20] }, grows: ['c'],
    steps: [['a * 60', 'There are <=> minutes.'], ['s1 / b', 'So it runs <=> times.'], ['s2 * c', 'That makes <=> loaves.']],
    tellings: [
      ['An oven bakes <c> loaves every <b> minutes and runs for <a> hours.', 'How many loaves does it bake?'],
      ['At <place> <c> loaves leave the belt each <b> minutes, for <a> hours on end.', 'How many loaves is that?'],
    ],
  },
  {
    graph: 'legsInHours', topic: 'time', numbers: { a: [2, 6], b: [10, 50, 10], c: [2, 6], t: [3, 9], w: '60 * t - a * b', d: 'w / c' },
    steps: [['a * b', 'The first kind lasts <=> minutes.'], ['c * d', 'The second kind lasts <=> minutes.'], ['s1 + s2', 'All of it lasts <=> minutes.'], ['s3 / 60', 'That is <=> hours.']],
    tellings: [
      ['A week of <who> has <a> bus rides of <b> minutes and <c> train rides of <d> minutes.', 'How many hours of riding is that?'],
      ['<who> records <a> talks of <b> minutes and <c> talks of <d> minutes.', 'How many hours long is the recording?'],
    ],
  },
  {
    graph: 'secondsRepeated', topic: 'time', numbers: { a: [2, 9], b: [5, 55, 5], c: [2, 12] }, grows: [],
    steps: [['a * 60', 'The minutes are <=> seconds.'], ['s1 + b', 'One time takes <=> seconds.'], ['s2 * c', 'All <c> times take <=> seconds.']],
    tellings: [
      ['A lap takes <who> <a> minutes and <b> seconds.', 'How many seconds do <c> such laps take?'],
      ['A song of <a> minutes and <b> seconds is played <c> times at the party of <who>.', 'For how many seconds does it play in all?'],
    ],
  },
];
