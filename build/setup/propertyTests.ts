import fc from 'fast-check';

// In CI every run draws the same examples, so that a submission is judged by what it changed; elsewhere each run looks
// at new ones.
if (process.env['CI']) fc.configureGlobal({ seed: 1 });
