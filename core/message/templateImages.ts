/** Images of mails: beyond this a reader on the road waits for them. */
export const LARGEST_IMAGE_BYTES = 500 * 1024;
