import type { Template } from '../template.ts';
import { arithmetic } from './arithmetic.ts';
import { moneyAndRates } from './moneyAndRates.ts';
import { percentAndTime } from './percentAndTime.ts';
import { unitsAndLookup } from './unitsAndLookup.ts';

export const templates: readonly Template[] = [...arithmetic, ...moneyAndRates, ...percentAndTime, ...unitsAndLookup];
