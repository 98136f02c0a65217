/** Words around numbers that say something about their value, so that the number alone must not be computed with. */

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const fractions = 'half halves third thirds fourth fourths fifth fifths sixth sixths eighth eighths tenth tenths';
const numbers = 'two three four five six seven eight nine ten tens eleven twelve fifteen twenty thirty forty fifty sixty hundred hundreds thousand thousands million millions billion billions trillion dozen dozens gross';
const operating = 'plus minus times divided multiplied mod modulo squared cubed factorial percent power twice thrice double triple';

/** Arithmetic in words. */
export const operations = set(`${operating} over`);

/** As the unit of a number these change it: "2 dozen", "20 percent", "5 squared". */
export const changesTheNumber = set(`${numbers} ${operating} ${fractions}`);

/** Before a number these make it part of something larger: "negative 5", "half of 20", "the square root of 9". */
export const governs = set(`${numbers} ${operating} ${fractions} quarter quarters negative less root sqrt cbrt log ln lg sin cos tan exp abs floor ceil ceiling gcd lcm gcf hcf max min square cube over pi than as`);

/** Of several numbers these make one: "the average of 80 + 90". */
export const averages = set('average mean median');

/** Between two numbers these make one of both: "5 to 3 * 4" adds. */
export const joins = set(`${operating} of by from to than as less over`);

/** What may stand between such a word and its number. */
export const linking = set('of the a an his her their its that this');

/** In what looks like a unit these begin something new: "on day 2 it is -5 + 3". */
export const beginsAnew = set('is are was were be equals equal gives gets makes has have had so then therefore thus hence becomes');

/** These begin a clause of its own. */
export const beginsAClause = set('because since which who that if where when while');

/** Before a minus these leave no doubt that it is a sign. */
export const leadsToASign = set('is are was were be equals equal gives gets makes has have had so then therefore thus hence becomes and to compute calculate evaluate find simplify');

/** "Step 1 - 3 * 4": a dash behind the number of one of these is no minus. */
export const numbered = set('step day part case year week month option question problem example number no phase round equation line item chapter method stage');
