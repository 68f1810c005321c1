import { testDeadline } from './test-deadline.ts';

testDeadline("EC2's clock and ours agree", 0);
