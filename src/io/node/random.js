import { webcrypto } from "node:crypto";
const poolWords = 256;
/** Numbers from the operating system's generator: nobody can guess them, and two processes never share them. */
export function systemRandom() {
    const pool = new Uint32Array(poolWords);
    let next = poolWords;
    return {
        nextUint32: () => {
            if (next === poolWords) {
                webcrypto.getRandomValues(pool);
                next = 0;
            }
            next += 1;
            return pool[next - 1] ?? 0;
        },
    };
}
//# sourceMappingURL=random.js.map