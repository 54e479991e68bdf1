/** The context named an address that links cannot begin with. */
export class BadPublicUrl extends Error {
  constructor(url: unknown) {
    super(
      `${JSON.stringify(url)} is no public address: use -c publicUrl=https://<host>, without a slash at the end.`,
    );
    this.name = "BadPublicUrl";
  }
}

const PUBLIC_URL = /^https:\/\/[a-z0-9.-]+(:\d{1,5})?(\/[\w.~-]+)*$/i;

export const isPublicUrl = (url: string): boolean => PUBLIC_URL.test(url);

/** Where customers reach the gate, as `-c publicUrl=…` says; undefined for the API's own address. @throws BadPublicUrl */
export function publicUrl(url: unknown): string | undefined {
  if (url === undefined) return undefined;
  if (typeof url !== "string" || !isPublicUrl(url)) throw new BadPublicUrl(url);
  return url;
}
