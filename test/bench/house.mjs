/** Counts the house: source files and their lengths, and lines of test for each line of source, by folder. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const files = execFileSync('git', ['ls-files', '*.ts', '*.tsx'], { encoding: 'utf8' }).trim().split('\n');
const linesOf = (file) => readFileSync(file, 'utf8').split('\n').length - 1;
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

const table = ['cdk', 'lambdas', 'cli', 'local', 'clients'].map((folder) => {
  const lengths = files
    .filter((file) => file.startsWith(`${folder}/`) && !file.endsWith('.d.ts'))
    .map(linesOf)
    .sort((a, b) => a - b);
  const tests = sum(files.filter((file) => file.startsWith(`test/${folder}/`)).map(linesOf));
  const at = (share) => lengths[Math.floor((lengths.length - 1) * share)];
  return {
    folder,
    files: lengths.length,
    median: at(0.5),
    '90 % below': at(0.9),
    longest: at(1),
    'test lines per line': (tests / sum(lengths)).toFixed(2),
  };
});
console.table(table);
