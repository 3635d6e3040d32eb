// ONNX Runtime on the graphs that our default model was converted from; prints JSON.
// onnx_runtime.js ENCODER DECODER PICTURE X,Y THREADS: NODE_PATH must lead to onnxruntime-node, pngjs.
// onnx_runtime.js --enlarge PICTURE TIMES TO: every pixel TIMES × TIMES, for a larger picture.
'use strict';
const fs = require('fs');
const {PNG} = require('pngjs');

const side = 1024;
const mean = [123.675, 116.28, 103.53], deviation = [58.395, 57.12, 57.375];

function enlarge(from, times, to) {
    const small = PNG.sync.read(fs.readFileSync(from));
    const large = new PNG({width: small.width * times, height: small.height * times});
    for (let y = 0; y < large.height; ++y)
        for (let x = 0; x < large.width; ++x) {
            const source = (Math.floor(y / times) * small.width + Math.floor(x / times)) * 4;
            small.data.copy(large.data, (y * large.width + x) * 4, source, source + 4);
        }
    fs.writeFileSync(to, PNG.sync.write(large, {colorType: 2}));
}

// The picture scaled to the model's square and normalized, [1, 3, side, side]; sampled at the nearest
// pixel, which is near enough to see that the masks are the same.
function modelInput(picture) {
    const scale = side / Math.max(picture.width, picture.height);
    const width = Math.round(picture.width * scale), height = Math.round(picture.height * scale);
    const planes = new Float32Array(3 * side * side);
    for (let y = 0; y < height; ++y)
        for (let x = 0; x < width; ++x) {
            const column = Math.min(picture.width - 1, Math.floor((x + 0.5) / scale));
            const row = Math.min(picture.height - 1, Math.floor((y + 0.5) / scale));
            for (let c = 0; c < 3; ++c)
                planes[(c * side + y) * side + x] =
                    (picture.data[(row * picture.width + column) * 4 + c] - mean[c]) / deviation[c];
        }
    return {planes, scale};
}

async function timed(count, run) {
    await run();
    const times = [];
    for (let i = 0; i < count; ++i) {
        const start = performance.now();
        await run();
        times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    return times[Math.floor(times.length / 2)];
}

async function measure(encoderFile, decoderFile, pictureFile, point, threads) {
    const ort = require('onnxruntime-node');
    const options = {intraOpNumThreads: threads};
    const encoder = await ort.InferenceSession.create(encoderFile, options);
    const decoder = await ort.InferenceSession.create(decoderFile, options);
    const tensor = (data, shape) => new ort.Tensor('float32', Float32Array.from(data), shape);

    const picture = PNG.sync.read(fs.readFileSync(pictureFile));
    const {planes, scale} = modelInput(picture);
    const input = tensor(planes, [1, 3, side, side]);
    let embedding, answer;
    const encode = await timed(5, async () => {
        embedding = (await encoder.run({[encoder.inputNames[0]]: input}))[encoder.outputNames[0]];
    });
    const prompt = {
        image_embeddings: embedding,
        point_coords: tensor([point[0] * scale, point[1] * scale, 0, 0], [1, 2, 2]),
        point_labels: tensor([1, -1], [1, 2]),
        mask_input: tensor(new Float32Array(256 * 256), [1, 1, 256, 256]),
        has_mask_input: tensor([0], [1]),
        orig_im_size: tensor([picture.height, picture.width], [2]),
    };
    const decode = await timed(20, async () => { answer = await decoder.run(prompt); });
    const area = answer.masks.data.reduce((sum, logit) => sum + (logit > 0), 0);
    const version = require('onnxruntime-node/package.json').version;
    console.log(JSON.stringify(
        {version, encode_ms: encode, decode_ms: decode, masks: answer.masks.dims[1], area}));
}

const args = process.argv.slice(2);
if (args[0] === '--enlarge')
    enlarge(args[1], Number(args[2]), args[3]);
else
    measure(args[0], args[1], args[2], args[3].split(',').map(Number), Number(args[4])).catch(error => {
        console.error(error.message);
        process.exit(1);
    });
