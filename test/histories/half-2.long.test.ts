import { testHalf } from './half-of-a-search.ts';

testHalf(2);
