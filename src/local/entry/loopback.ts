/** The only address that the embedded servers bind. */
export const loopback = '127.0.0.1';
