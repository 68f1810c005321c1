import { testDeadline } from './test-deadline.ts';

testDeadline("EC2's clock is a minute ahead of ours", 60);
testDeadline("EC2's clock is a minute behind ours", -60);
