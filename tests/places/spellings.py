"""Names of districts as offices write them, each with the LGD code that a person found for it by hand."""

from typing import NamedTuple

__all__ = ["FILED", "MESSY", "UNCLEAR", "Spelling"]


class Spelling(NamedTuple):
    """What stands in the cell of the district and of the state, and which district is meant."""

    written: str
    state: str
    lgd: int


_FILED = """
Andhra Pradesh: Anantapur 502, East Godavari 505, Guntur 506, Kadapa 504, Kurnool 511, Nellore 515
Andhra Pradesh: Srikakulam 519, Visakhapatnam 520
Arunachal Pradesh: Dibang Valley 230, Lower Dibang Valley 235
Assam: Bongaigaon 281, Cachar 282, Dibrugarh 286, Dima Hasao 299, Golaghat 288, Hailakandi 289
Assam: Kamrup 291, Kokrajhar 294, Nagaon 297, Sonitpur 301, Tinsukia 302
Bihar: Aurangabad 189, Banka 190, Begusarai 191, Buxar 194, Gaya 196, Lakhisarai 204, Muzaffarpur 208
Bihar: Nalanda 209, Patna 212, Samastipur 217, Saran 218
Chhattisgarh: Bastar 374, Bilaspur 375, Durg 378, Jashpur 380, Korba 383, Raigarh 386, Raipur 387
Chhattisgarh: Rajnandgaon 388, Surajpur 648
Delhi: New Delhi 79, South Delhi 83
Gujarat: Ahmedabad 438, Bharuch 442, Gandhinagar 446, Kutch 449, Narmada 452, Surat 459, Tapi 641
Gujarat: Vadodara 461, Valsad 462
Haryana: Bhiwani 59, Faridabad 60, Gurugram 62, Jind 65, Kaithal 66, Kurukshetra 68, Mewat 604
Haryana: Panipat 71, Yamunanagar 76
Himachal Pradesh: Lahaul Spiti 21, Shimla 23, Solan 25
Jammu And Kashmir: Doda 4, Jammu 5, Kargil 6, Samba 624, Srinagar 13
Jharkhand: Bokaro 322, Dhanbad 325, Giridih 329, Hazaribagh 332, Ranchi 339
Karnataka: Bangalore Urban 525, Bijapur 530, Dharwad 536, Kodagu 541, Kolar 542, Raichur 546
Kerala: Alappuzha 554, Kannur 557, Kozhikode 561, Malappuram 562
Madhya Pradesh: Betul 394, Bhopal 396, Damoh 400, Dindori 404, Indore 410, Jabalpur 411, Khandwa 405
Madhya Pradesh: Narsinghpur 418, Satna 426, Seoni 428, Sidhi 433, Singrauli 638, Ujjain 435
Maharashtra: Aurangabad 469, Chandrapur 473, Gondia 476, Kolhapur 480, Mumbai City 482, Nagpur 484
Maharashtra: Nashik 487, Palghar 665, Pune 490, Ratnagiri 492, Satara 494, Sindhudurg 495, Solapur 496
Maharashtra: Thane 497, Wardha 498
Manipur: Imphal East 255, Senapati 257
Nagaland: Dimapur 244
Odisha: Angul 344, Balasore 346, Cuttack 350, Dhenkanal 352, Ganjam 354, Jagatsinghpur 355, Jajpur 356
Odisha: Jharsuguda 357, Kalahandi 358, Khordha 362, Koraput 363, Nayagarh 367, Nuapada 368, Puri 369
Odisha: Sambalpur 371, Sundergarh 373
PAN India: Cuddalore 570, Jammu 5, Samba 624
Punjab: Moga 38, Tarn Taran 609
Rajasthan: Ajmer 86, Alwar 87, Baran 89, Bharatpur 91, Bhilwara 92, Bikaner 93, Bundi 94
Rajasthan: Chittorgarh 95, Jaipur 102, Jodhpur 107, Kota 109, Rajsamand 112, Sirohi 115, Udaipur 117
Sikkim: East Sikkim 225, South Sikkim 227
Tamil Nadu: Ariyalur 610, Chennai 568, Cuddalore 570, Dharmapuri 571, Kanchipuram 574, Madurai 578
Tamil Nadu: Nagapattinam 579, Pudukkottai 582, Salem 584, Tiruchirappalli 591, Tirunelveli 592
Tamil Nadu: Vellore 595
Telangana: Hyderabad 507, Karimnagar 508, Medak 513
Tripura: Unakoti 655
Uttar Pradesh: Agra 118, Allahabad 120, Ambedkar Nagar 121, Amethi 640, Auraiya 122, Baghpat 124
Uttar Pradesh: Ballia 126, Balrampur 127, Barabanki 129, Bareilly 130, Basti 131
Uttar Pradesh: Gautam Buddha Nagar 144, Ghazipur 146, Gorakhpur 148, Jhansi 153, Kanpur Nagar 157
Uttar Pradesh: Kushinagar 160, Lalitpur 161, Lucknow 162, Mahoba 165, Mathura 167, Mau 168
Uttar Pradesh: Moradabad 171, Pilibhit 173, Pratapgarh 174, Raebareli 175, Rampur 176, Saharanpur 177
Uttar Pradesh: Sant Kabir Nagar 178, Sitapur 183, Varanasi 187
Uttarakhand: Dehradun 49, Haridwar 50
West Bengal: Alipurduar 664, Birbhum 307, Jalpaiguri 314, Kolkata 315, Malda 316, Murshidabad 319
West Bengal: Nadia 320, Purulia 321, South 24 Parganas 304
"""
"""As the districts stand in the companies' filings of 2014-17, by what stands in the column of the state."""

_MESSY = """
Dist. Dantewada (CG) | | 376
Dantewara | Chhattisgarh | 376
Dakshin Bastar, Dantewada | Chhattisgarh | 376
Village Kirandul, Block Kuakonda, Dist. Dantewada | | 376
Kuakonda block Dantewada | | 376
Distt: Koraput, Odisha | | 363
KORAPUT DISTRICT, ORISSA | | 363
ज़िला दंतेवाड़ा, छत्तीसगढ़ | | 376
जिला बीजापुर | छत्तीसगढ़ | 636
विकासखंड कुआकोंडा, जिला दंतेवाड़ा | | 376
दन्तेवाडा | छत्तीसगढ़ | 376
Danteewada | CG | 376
Dantwada | | 376
Balrampur UP | | 127
Balrampur (C.G.) | | 649
Balrampur-Ramanujganj | Chhattisgarh | 649
Bijapur, Karnataka | | 530
Bijapur (CG) | | 636
Aurangabad, Bihar | | 189
Aurangabad | MH | 469
Bilaspur (HP) | | 15
Bilaspur, C.G. | | 375
Hamirpur - U.P. | | 149
Hamirpur | Himachal | 17
Pratapgarh (Raj.) | | 629
Pratapgarh | Uttarpradesh | 174
Sonbhdra | UP | 184
Sonebhadra (U.P.) | | 184
Sidharthnagar | Uttar Pradesh | 182
Shravasti/Sravasti | UP | 181
Chitrakut | UP | 136
Chandoli | UP | 135
Behraich | UP | 125
Singhbhum West | Jharkhand | 343
West Singbhum (Chaibasa) | Jharkhand | 343
East Singhbum, Jamshedpur | Jharkhand | 327
Purvi Singhbhum | Jharkhand | 327
Palamau Distt. | Jharkhand | 338
Lohardagga | | 336
Simdgea | | 342
Hazaribagh | Jharkand | 332
Sahebgunj | Jharkhand | 340
Girideeh | Jharkhand | 329
Ramgadh | Jharkhand | 607
Nabrangpur | Odisha | 366
Naupada | Odisha | 368
Malkanagiri | Orissa | 364
Kandhmal | Odisha | 359
Bolangir Dist | | 345
Rayagda | Odisha | 370
Keonjhar | Odisha | 361
Sundargadh | Odisha | 373
Balasore (Baleswar) | Odisha | 346
Gadchirolli, Maharashtra | | 475
Nandurbaar | MH | 486
Vashim | Maharashtra | 499
Osmanabad (Dharashiv) | Maharashtra | 488
Ahmednagar | Maharashtra | 466
Chhatrapati Sambhajinagar | Maharashtra | 469
Mumbai Sub-urban | Maharashtra | 483
Barwaani | MP | 393
Khandwa (East Nimar) | MP | 405
Singroli | MP | 638
Chattarpur | M.P. | 398
Rajgrah | Madhya Pradesh | 422
Hosangabad | MP | 409
Raichoor | Karnataka | 546
Yadgiri | Karnataka | 635
Gulburga | Karnataka | 538
Bengaluru (Urban) | Karnataka | 525
Wynad | Kerala | 567
Trivandrum | Kerala | 565
Ramnathpuram | Tamilnadu | 583
Virudunagar | TN | 597
Tuticorin | Tamil Nadu | 594
Trichy | TN | 591
Y S R Kadapa | AP | 504
YSR District (Cuddapah) | Andhra Pradesh | 504
Vishakapatnam | AP | 520
Bhupalpalli | Telangana | 687
Kothagudem | TS | 690
Komram Bheem Asifabad | Telangana | 699
Ri-Bhoi | Meghalaya | 276
Hailakandy | Assam | 289
Dhubry | Assam | 285
Baska | Assam | 616
Kamrup (M) | Assam | 618
Purnia | Bihar | 214
Begusarai Zila | Bihar | 191
Khagariya | Bihar | 202
Sitamadhi | Bihar | 221
Muzzafarpur | Bihar | 208
East Champaran | Bihar | 213
मुज़फ़्फ़रपुर | बिहार | 208
बेगुसराय | बिहार | 191
रायपुर | छत्तीसगढ़ | 387
कालाहाण्डी | ओडिशा | 358
सोनभद्र जनपद | उत्तर प्रदेश | 184
Dholpur | Rajasthan | 98
Jaisalmar | Rajasthan | 103
Karoli | Rajasthan | 108
Barmar | Rajastan | 90
Sri Ganganagar | Rajasthan | 100
Dohad, Gujarat | | 445
Banaskantha | Gujarat | 441
Nuh (Mewat) | Haryana | 604
Gurgaon | Haryana | 62
Ferozpur | Punjab | 31
Mohali | Punjab | 608
Chamba (H.P.) | | 16
Lahaul & Spiti | HP | 21
Baramula | J&K | 3
Kupwada | J&K | 8
Leh | Jammu & Kashmir | 9
Hardwar | Uttaranchal | 50
U.S. Nagar | Uttarakhand | 56
Dhalayi | Tripura | 269
Mammit | Mizoram | 266
North 24 Parganas | W.B. | 303
24 Parganas (N) | WB | 303
Burdwan | West Bengal | 306
Midnapore West | West Bengal | 318
Coochbihar | West Bengal | 308
Kanpur Dehat (Rural) | UP | 156
Lakhimpur Kheri | UP | 159
Raibareilly | UP | 175
Allahabad (Prayagraj) | UP | 120
"""
"""Our own ways of writing, of the kinds that are found: typing errors, both scripts, villages and blocks."""

_UNCLEAR = """
Aurangabad | | NEEDS_STATE
Bijapur | | NEEDS_STATE
Balrampur | | NEEDS_STATE
Bilaspur | | NEEDS_STATE
Hamirpur | | NEEDS_STATE
Pratapgarh | | NEEDS_STATE
Raigarh | PAN India | NEEDS_STATE
Bilaspur | Madhya Pradesh | OTHER_STATE
Karimnagar | Andhra Pradesh | OTHER_STATE
Korba, Bastar | Chhattisgarh | SEVERAL
Korba & Bastar | Chhattisgarh | SEVERAL
Korba/Raigarh | Chhattisgarh | SEVERAL
Korba and Rajnandgaonn | Chhattisgarh | UNKNOWN
Rajnandgaonn, Korba | Chhattisgarh | UNKNOWN
Rampur, Dantewadaa | | UNKNOWN
Block Bijapur | Karnataka | UNKNOWN
Dantewada, Chhattisgarh | Odisha | UNKNOWN
Korba | Chattisgrah | UNKNOWN
Gram Panchayat Korba | Chhattisgarh | UNKNOWN
South | | UNKNOWN
Kanpur | Uttar Pradesh | UNKNOWN
Xyz | | UNKNOWN
NEC/ Not mentioned | Odisha | NOT_NAMED
PAN India | PAN India | NOT_NAMED
- | | NOT_NAMED
"""
"""What must not be taken for known, and why."""


def _rows(text: str) -> list[tuple[str, str, str]]:
    cells = (line.rsplit("|", 2) for line in text.strip().splitlines())
    return [(written.strip(), state.strip(), last.strip()) for written, state, last in cells]


def _filed() -> list[Spelling]:
    found = []
    for line in _FILED.strip().splitlines():
        state, _, names = line.partition(": ")
        for name in names.split(", "):
            written, _, lgd = name.rpartition(" ")
            found.append(Spelling(written, state, int(lgd)))
    return found


FILED = _filed()
MESSY = [Spelling(written, state, int(lgd)) for written, state, lgd in _rows(_MESSY)]
UNCLEAR = _rows(_UNCLEAR)
