/** The most bytes of a value, or of the state of an RMW object. */
export const valueBytesMax = 8192;
