/**
 * Holidays by the name of their list: of a country or a part of it, ISO 3166; of a law that has days of its own, its
 * name. Only days that hold in the whole of the place. Written by hand, to be verified before you rely on them. A day is written as
 *
 * - `12-25` the same date every year; `2030-02-01` once, where no rule tells it;
 * - `mon1:09` the first Monday of September, `mon-1:05` the last of May, `thu4:11+1` the day after;
 * - `mon<05-25` the last Monday before that date, `mon>=01-06` the first from that date on;
 * - `easter-2` two days before Easter Sunday;
 * - `lunar1-1` a day of the Chinese calendar, `lunar1-1-1` the day before it; `qingming`.
 *
 * With a mark behind it, the day on which it is kept is free too: `~` of a Saturday the Friday and of a Sunday the
 * Monday; `>` of a Sunday the Monday; `^` of either the Monday; `=` of either the second day after, as of Christmas and the
 * day after it.
 */
export const HOLIDAYS: Readonly<Record<string, string>> = {
  AU: "01-01^ 01-26^ easter-2 easter-1 easter+0 easter+1 04-25 12-25= 12-26=",
  AT: "01-01 01-06 easter+1 05-01 easter+39 easter+50 easter+60 08-15 10-26 11-01 12-08 12-25 12-26",
  BE: "01-01 easter+1 05-01 easter+39 easter+50 07-21 08-15 11-01 11-11 12-25",
  BR: "01-01 easter-2 04-21 05-01 09-07 10-12 11-02 11-15 11-20 12-25",
  CA: "01-01 easter-2 07-01> mon1:09 12-25",
  "CA-ON": "01-01 mon3:02 easter-2 mon<05-25 07-01> mon1:09 mon2:10 12-25 12-26",
  CL: "01-01 easter-2 easter-1 05-01 05-21 06-29 07-16 08-15 09-18 09-19 10-12 10-31 11-01 12-08 12-25",
  CN: "01-01 lunar1-1-1 lunar1-1 lunar1-1+1 lunar1-1+2 qingming 05-01 05-02 lunar5-5 lunar8-15 10-01 10-02 10-03",
  CO: "01-01 mon>=01-06 mon>=03-19 easter-3 easter-2 05-01 easter+43 easter+64 easter+71 mon>=06-29 07-20 08-07 mon>=08-15 mon>=10-12 mon>=11-01 mon>=11-11 12-08 12-25",
  DE: "01-01 easter-2 easter+1 05-01 easter+39 easter+50 10-03 12-25 12-26",
  ES: "01-01 01-06 easter-2 05-01 08-15 10-12 11-01 12-06 12-08 12-25",
  FR: "01-01 easter+1 05-01 05-08 easter+39 easter+50 07-14 08-15 11-01 11-11 12-25",
  GB: "01-01^ easter-2 mon1:05 mon-1:05 12-25= 12-26=",
  HK: "01-01> lunar1-1 lunar1-1+1 lunar1-1+2 lunar1-1+3 qingming easter-2 easter-1 easter+1 lunar4-8> 05-01> lunar5-5> 07-01> lunar8-15+1 10-01> lunar9-9> 12-25 12-26",
  IE: "01-01 mon1:02 2030-02-01 03-17 easter+1 mon1:05 mon1:06 mon1:08 mon-1:10 12-25 12-26",
  IT: "01-01 01-06 easter+0 easter+1 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26",
  MX: "01-01 mon1:02 mon3:03 05-01 09-16 mon3:11 12-25",
  NL: "01-01 easter+0 easter+1 04-27 easter+39 easter+49 easter+50 12-25 12-26",
  PL: "01-01 01-06 easter+0 easter+1 05-01 05-03 easter+49 easter+60 08-15 11-01 11-11 12-24 12-25 12-26",
  PT: "01-01 easter-2 easter+0 04-25 05-01 easter+60 06-10 08-15 10-05 11-01 12-01 12-08 12-25",
  TW: "01-01 lunar1-1-1 lunar1-1 lunar1-1+1 lunar1-1+2 02-28 04-04 qingming 05-01 lunar5-5 lunar8-15 09-28 10-10 10-25 12-25",
  US: "01-01~ mon3:01 mon3:02 mon-1:05 06-19~ 07-04~ mon1:09 mon2:10 11-11~ thu4:11 12-25~",
  ZA: "01-01> 03-21> easter-2 easter+1 04-27> 05-01> 06-16> 08-09> 09-24> 12-16> 12-25> 12-26>",
  "ca-qc-debt": "01-01 easter-2 easter+1 mon<05-25 06-24 07-01> mon1:09 mon2:10 12-25",
  "nl-tel-closed": "05-04",
  "nl-tel-short": "12-05 12-24",
  "us-dnc-AL":
    "01-01~ mon3:01 mon3:02 easter-47 mon4:04 mon-1:05 mon1:06 06-19~ 07-04~ mon1:09 mon2:10 11-11~ thu4:11 12-25~",
  "us-dnc-LA":
    "01-01~ mon3:01 easter-47 easter-2 mon-1:05 06-19~ 07-04~ mon1:09 11-11~ thu4:11 thu4:11+1 12-25~",
  "us-dnc-NE":
    "01-01~ mon3:01 mon3:02 fri-1:04 mon-1:05 06-19~ 07-04~ mon1:09 mon2:10 11-11~ thu4:11 thu4:11+1 12-25~",
  "us-dnc-PA":
    "01-01 mon3:01 mon3:02 easter-2 mon-1:05 06-14 07-04 mon1:09 mon2:10 mon1:11+1 11-11 thu4:11 12-25",
  "us-dnc-RI":
    "01-01> mon3:01 mon3:02 mon-1:05 06-19> 07-04> mon2:08 mon1:09 mon2:10 mon1:11+1 11-11> thu4:11 12-25>",
  "us-dnc-UT": "01-01~ mon3:01 mon3:02 mon-1:05 06-19~ 07-04~ 07-24~ mon1:09 mon2:10 11-11~ thu4:11 12-25~",
};

/** Names of the shipped lists, in order. */
export const HOLIDAY_LISTS: readonly string[] = Object.keys(HOLIDAYS);
