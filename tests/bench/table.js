// table.js RESULTS THREADS: the table that compare.sh prints. RESULTS has a line of JSON per run,
// {name, value}. Every figure is the smallest over the rounds of a round's median: other programs
// only ever add time.
'use strict';
const fs = require('fs');

const [file, threads] = process.argv.slice(2);
const runs = fs.readFileSync(file, 'utf8').trim().split('\n').map(line => JSON.parse(line));
const least = (name, figure) =>
    Math.min(...runs.filter(run => run.name === name).map(run => figure(run.value)));

function row(what, ours, theirs, unit = 'ms') {
    const digits = unit === 's' ? 1 : ours < 100 ? 1 : 0;
    const cells = [ours.toFixed(digits), Number.isFinite(theirs) ? theirs.toFixed(digits) : '–'];
    const ratio = Number.isFinite(theirs) ? `${(theirs / ours).toFixed(1)} ×` : '';
    console.log(what.padEnd(46), cells[0].padStart(8), cells[1].padStart(8), unit.padEnd(3),
                ratio.padStart(8));
}

function comparison(peer, encode, decode, everything) {
    for (const size of ['small', 'large']) {
        const picture = size === 'small' ? '600×400' : '1800×1200';
        row(`encode, ${picture}`, least(`ours_${size}`, v => v.encode_ms.median),
            least(`${peer}_${size}`, encode));
        row(`one click, ${picture}`, least(`ours_${size}`, v => v.decode_ms.point1.median),
            least(`${peer}_${size}`, decode));
    }
    row('everything, 1024 points, 600×400', least('ours_small', v => v.everything_s),
        everything(`${peer}_small`), 's');
}

const heading = peer => console.log(`\n${''.padEnd(46)} ${'ours'.padStart(8)} ${peer.padStart(8)}`);

console.log(`\nThe smallest of the rounds' medians, float32, ${threads} threads.`);
const ort = runs.find(run => run.name === 'ort_small').value;
heading('ORT');
comparison('ort', v => v.encode_ms, v => v.decode_ms,
           name => least(name, v => v.decode_ms) * 1024 / 1000);
console.log(`ONNX Runtime ${ort.version}. Encode: ours from the picture's pixels, theirs from the ready
input. Click: ours four masks, thresholded and scored; theirs ${ort.masks} mask's logits; both at the
picture's size. Everything: theirs is 1024 times its click, with nothing to sort the masks out; a
quarter of that is this project's limit: ${(least('ort_small', v => v.decode_ms) * 0.256).toFixed(1)} s.`);

if (runs.some(run => run.name === 'python_small')) {
    heading('Python');
    comparison('python', v => v.encode_ms, v => v.decode_ms, name => least(name, v => v.everything_s));
    console.log('The reference, SamPredictor and SamAutomaticMaskGenerator; its click gives three masks.');
}

console.log('\nThe window with a picture of 1800×1200 pixels, offscreen');
row('start → shown', least('window', v => v.shown_ms), NaN);
row('start → model ready', least('window', v => v.model_ready_ms), NaN);
row('open → picture ready', least('window', v => v.picture_ready_ms), NaN);
row('click → mask painted, median', least('window', v => v.click_ms.median), NaN);
row('click → mask painted, 95th percentile', least('window', v => v.click_ms.p95), NaN);
row('the same while a preview is under way, median', least('window', v => v.click_after_moving_ms.median), NaN);
row('… 95th percentile', least('window', v => v.click_after_moving_ms.p95), NaN);
row('memory for encode and clicks, over the model', least('ours_large', v => v.peak_rss_mb - v.loaded_rss_mb),
    NaN, 'MB');
const share = name => `${(100 * Math.max(...runs.filter(run => run.name === 'ours_small').map(
    run => run.value.share_of_peak[name]))).toFixed(0)} %`;
console.log(`\nOf the peak of a packed matrix product: encode ${share('encode')}, one click ${share('point1')}, ` +
            `everything ${share('everything')}.`);
