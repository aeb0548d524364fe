/**
 * Counts with the npm package pixelmatch. Reads pairs from standard input, one JSON header line and the raw
 * RGBA bytes of both pictures each; prints the counts as one JSON array.
 */
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';

const require = createRequire(pathToFileURL(process.argv[2] + '/'));
const {default: pixelmatch} = await import(pathToFileURL(require.resolve('pixelmatch')).href);

const input = readFileSync(0);
const counts = [];
for (let at = 0; at < input.length;) {
    const end = input.indexOf(10, at);
    const {width, height, threshold, includeAA} = JSON.parse(input.toString('utf8', at, end));
    const bytes = width * height * 4;
    // Copied, because pixelmatch reads 32 bit words and those must start at a multiple of four.
    const [a, b] = [0, 1].map((i) => new Uint8Array(input.subarray(end + 1 + i * bytes, end + 1 + (i + 1) * bytes)));
    counts.push(pixelmatch(a, b, undefined, width, height, {threshold, includeAA}));
    at = end + 1 + 2 * bytes;
}
process.stdout.write(JSON.stringify(counts));
