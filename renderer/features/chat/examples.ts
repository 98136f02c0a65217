/** Offered in an empty chat. The first is the problem of AdaSwitch's Figure 5. */
export const examples: readonly { readonly title: string; readonly question: string }[] = [
  {
    title: 'Piano and violin',
    question: 'Carolyn practices the piano for 20 minutes a day and the violin for three times as long. If she practices six days a week, how many minutes does she spend practicing in a month with four weeks?',
  },
  { title: 'Train tickets', question: 'A train ticket costs 48 euros. Children pay half. How much do two adults and three children pay if the whole group gets 10 percent off?' },
  { title: 'Garden fence', question: 'A garden is 12 m long and 7.5 m wide. A post stands at every corner and every 1.5 m along the fence. How many posts are there?' },
  { title: 'A short mail', question: 'Write a short, friendly mail that moves our meeting from Tuesday to Thursday at 10.' },
];
