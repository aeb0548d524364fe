/** Answers each JSON line {base, compare, output} as a user of pixelmatch would: read, compare, write the difference. */
import {createRequire} from 'node:module';
import {readFileSync, writeFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {pathToFileURL} from 'node:url';

const require = createRequire(pathToFileURL(process.argv[2] + '/'));
const {default: pixelmatch} = await import(pathToFileURL(require.resolve('pixelmatch')).href);
const {PNG} = require('pngjs');

console.log('{"ready": true}');
for await (const line of createInterface({input: process.stdin})) {
    const {base, compare, output} = JSON.parse(line);
    const [a, b] = [base, compare].map((path) => PNG.sync.read(readFileSync(path)));
    const drawn = output ? new PNG({width: a.width, height: a.height}) : undefined;
    const count = pixelmatch(a.data, b.data, drawn?.data, a.width, a.height, {threshold: 0.1});
    if (drawn && count) writeFileSync(output, PNG.sync.write(drawn));
    console.log(JSON.stringify({count}));
}
