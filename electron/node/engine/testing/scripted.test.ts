import { scriptedLocal } from '../../../../shared/testing/scriptedModel.ts';
import { describeLocalModelContract } from './localModelContract.ts';

// The fake that the step loop's tests stand on keeps the contract that the real engine is held to.
describeLocalModelContract('scripted model', () => Promise.resolve({ model: scriptedLocal([{ text: 'First 3 * 4 = 12.' }, { text: 'Then 12 + 5 = 17.' }, { text: '17' }]), dispose: () => Promise.resolve() }));
