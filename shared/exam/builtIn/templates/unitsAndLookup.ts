import type { Template } from '../template.ts';

export const unitsAndLookup: readonly Template[] = [
  {
    graph: 'metresCut', topic: 'units', numbers: { b: [5, 50, 5], k: [2, 15], a: 'b * k / 5' }, grows: [],
    steps: [['a * 100', 'The whole length is <=> cm.'], ['s1 / b', 'That gives <=> pieces.']],
    tellings: [
      ['<who> cuts a ribbon of <a> metres into pieces of <b> cm.', 'How many pieces are there?'],
      ['A rope at <place> is <a> metres long. It is cut into lengths of <b> cm.', 'How many lengths does that give?'],
    ],
  },
  {
    graph: 'gramsLeftPacked', topic: 'units', numbers: { a: [2, 12], b: [2, 9], c: [50, 400, 50], d: [25, 200, 25] }, grows: [],
    steps: [['a * 1000', 'At first there are <=> g.'], ['b * c', 'Used up are <=> g.'], ['s1 - s2', 'There remain <=> g.'], ['s3 / d', 'That fills <=> jars.']],
    tellings: [
      ['<who> has <a> kg of flour and bakes <b> cakes with <c> g in each. The rest is filled into jars of <d> g.', 'How many jars are filled?'],
      ['Of <a> kg of tea, <place> uses <b> portions of <c> g and puts the rest into jars of <d> g.', 'How many jars does that give?'],
    ],
  },
  {
    graph: 'dozensLessPacked', topic: 'units', numbers: { c: [2, 9], k: [3, 15], b: [2, 40], t: 'c * k + b', a: 't / 12' },
    steps: [['a * 12', 'There are <=> eggs.'], ['s1 - b', 'Whole are <=> eggs.'], ['s2 / c', 'That makes <=> trays.']],
    tellings: [
      ['<who> receives <a> dozen eggs, of which <b> are cracked. The whole ones go onto trays of <c>.', 'How many trays are filled?'],
      ['A farm of <who> sends <a> dozen eggs to <place>. <b> are eaten, and the others are laid out in rows of <c>.', 'How many rows are there?'],
    ],
  },
  {
    graph: 'litresPoured', topic: 'units', numbers: { a: [2, 15], b: [100, 500, 50], c: [2, 20] }, grows: [],
    steps: [['a * 1000', 'There are <=> ml of juice.'], ['s1 / b', 'That fills <=> glasses.'], ['s2 - c', 'So <=> glasses are left.']],
    tellings: [
      ['<who> pours <a> litres of juice into glasses of <b> ml, and <c> glasses are drunk at once.', 'How many full glasses are left?'],
      ['From <a> litres of juice, <place> fills glasses of <b> ml. Then <c> of the glasses are sold.', 'How many filled glasses are not sold?'],
    ],
  },
  {
    graph: 'moreThanSum', topic: 'comparison', numbers: { a: [4, 15], b: [6, 20], c: [3, 40], d: [3, 40] }, grows: ['b', 'c', 'd'],
    steps: [['a * b', '<who> has <=> points.'], ['c + d', '<who2> has <=> points.'], ['s1 - s2', 'The lead is <=> points.']],
    tellings: [
      ['<who> wins <a> rounds worth <b> points each. <who2> gets <c> points in one round and <d> in another.', 'By how many points does <who> lead?'],
      ['For each of <a> tasks <who> earns <b> points, while <who2> earns <c> points and a bonus of <d> points.', 'How many points more does <who> have?'],
    ],
  },
  {
    graph: 'agesLater', topic: 'comparison', numbers: { a: [4, 14], b: [2, 9], c: [2, 3], d: [2, 9] }, grows: [],
    steps: [['a + b', 'The second age is <=> years.'], ['s1 * c', '<c> times that is <=> years.'], ['s2 + d', '<d> years later it is <=> years.']],
    tellings: [
      ['<who> is <a> years old and <who2> is <b> years older. Their aunt is <c> times as old as <who2>.', 'How old will the aunt be in <d> years?'],
      ['A tree at <place> is <a> years old, and a second one is <b> years older. An oak nearby is <c> times as old as the second tree.', 'How old will the oak be <d> years from now?'],
    ],
  },
  {
    graph: 'threePeople', topic: 'comparison', numbers: { a: [5, 40], b: [2, 25], c: [2, 6] }, grows: ['a', 'b'],
    steps: [['a + b', '<who2> has <=> <things>.'], ['s1 * c', '<who3> has <=> <things>.'], ['a + s1 + s2', 'All three have <=> <things>.']],
    tellings: [
      ['<who> has <a> <things>. <who2> has <b> more than <who>, and <who3> has <c> times as many as <who2>.', 'How many <things> do the three have together?'],
      ['<who> found <a> <things>, <who2> found <b> more, and <who3> found <c> times what <who2> found.', 'How many <things> were found by all three?'],
    ],
  },
  {
    graph: 'lookTwoAdd', topic: 'lookup', numbers: { a: [12, 90], b: [12, 90], z: [12, 90] }, grows: ['a', 'b', 'z'],
    documents: [
      ['<hall>', '<hall> is the work of the architect <who> and stands in <town>. It was opened with <a> rooms.'],
      ['<hall2>', '<hall2> lies in <town2>. Its plans were drawn by <who2>, and it counts <b> rooms.'],
      ['<hall3>', 'In <town3>, <who3> built <hall3>. Visitors find <z> rooms there.'],
    ],
    steps: [['a', '<who> built <hall>, which has <=> rooms.'], ['b', '<who2> planned <hall2>, which has <=> rooms.'], ['s1 + s2', 'Together they have <=> rooms.']],
    tellings: [
      ['The paragraphs describe three buildings.', 'How many rooms do the building by <who> and the building in <town2> have together?'],
      ['Read the paragraphs about the buildings.', 'How many rooms are there in the house in <town> and the house that <who2> planned, taken together?'],
    ],
  },
  {
    graph: 'lookTwoSubtract', topic: 'lookup', numbers: { b: [1200, 1850], d: [20, 160], a: 'b + d', z: [1200, 1990] }, grows: [],
    documents: [
      ['<town>', '<town> lies on a river. Its first mill was put up by <who> in the year <a>.'],
      ['<town2>', 'The market of <town2> is older than its walls: <who2> founded it in the year <b>.'],
      ['<town3>', '<who3> gave <town3> its fountain in the year <z>.'],
    ],
    steps: [['a', 'The mill of <town> is from the year <=>.'], ['b', 'The market of <town2> is from the year <=>.'], ['s1 - s2', 'Between them lie <=> years.']],
    tellings: [
      ['Three towns are described in the paragraphs.', 'How many years after the market founded by <who2> was the mill of <town> put up?'],
      ['See what the paragraphs say of the towns.', 'How many years lie between the market of <town2> and the mill that <who> put up?'],
    ],
  },
  {
    graph: 'lookMultiply', topic: 'lookup', numbers: { a: [4, 30], b: [3, 15], z: [4, 30] }, grows: ['b'],
    documents: [
      ['<hall>', '<hall> in <town> charges $<a> for a ticket. It is led by <who>.'],
      ['<hall2>', '<hall2> in <town2>, led by <who2>, charges $<z> for a ticket.'],
    ],
    steps: [['a', 'A ticket for the house that <who> leads costs <=> dollars.'], ['s1 * b', 'All tickets cost <=> dollars.']],
    tellings: [
      ['A group buys <b> tickets for the house that <who> leads.', 'How many dollars does the group pay?'],
      ['A class books <b> tickets for the house in <town>.', 'What do the tickets cost in dollars?'],
    ],
  },
  {
    graph: 'lookThreeAdd', topic: 'lookup', numbers: { a: [15, 95], b: [15, 95], c: [15, 95], z: [15, 95] }, grows: ['a', 'b', 'c', 'z'],
    documents: [
      ['<town>', 'The choir of <town> has <a> singers. It is conducted by <who>.'],
      ['<town2>', '<who2> conducts the choir of <town2>, with <b> singers.'],
      ['<town3>', 'With <c> singers, the choir of <town3> is conducted by <who3>.'],
      ['<hall>', 'At <hall>, a choir of <z> singers has no conductor at all.'],
    ],
    steps: [['a', '<who> conducts <=> singers.'], ['b', '<who2> conducts <=> singers.'], ['c', '<who3> conducts <=> singers.'], ['s1 + s2 + s3', 'Together they conduct <=> singers.']],
    tellings: [
      ['The paragraphs tell of choirs.', 'How many singers do <who>, <who2> and <who3> conduct in all?'],
      ['Several choirs appear in the paragraphs.', 'How many singers have the choirs of <town>, <town2> and <town3> together?'],
    ],
  },
  {
    graph: 'lookProductLess', topic: 'lookup', numbers: { a: [6, 30], b: [8, 40], c: [5, 45], z: [6, 40] }, grows: ['b', 'c'],
    documents: [
      ['<hall>', '<hall> has <a> rows. <who> has the key to it.'],
      ['<who>', '<who> lives in <town> and likes rows of <b> seats; no other length is used in a hall of which <who> has the key.'],
      ['<who2>', '<who2> lives in <town2> and looks after a hall with rows of <z> seats.'],
    ],
    steps: [['a', '<hall> has <=> rows.'], ['b', '<who> has the key, so a row has <=> seats.'], ['s1 * s2', 'That is <=> seats.'], ['s3 - c', 'Free are <=> seats.']],
    tellings: [
      ['For a concert at <hall>, <c> seats are sold.', 'How many seats are free?'],
      ['<c> people sit in <hall> tonight, one on each seat.', 'How many seats are left?'],
    ],
  },
];
