"""The words on the pictures of the criteria, in English and Hindi."""

__all__ = ["CPSES", "CRITERIA", "DISTRICTS", "THEMES", "WORDS"]

THEMES = {
    "en": {
        "HN": "Health and nutrition",
        "ED": "Education",
        "AW": "Agriculture and water",
        "IN": "Infrastructure",
    },
    "hi": {"HN": "स्वास्थ्य एवं पोषण", "ED": "शिक्षा", "AW": "कृषि एवं जल", "IN": "अवसंरचना"},
}
CPSES = {
    "en": {code: code for code in ("NMDC", "SAIL", "POWERGRID", "NTPC", "SECL", "ALIMCO")},
    "hi": {
        "NMDC": "एनएमडीसी",
        "SAIL": "सेल",
        "POWERGRID": "पावरग्रिड",
        "NTPC": "एनटीपीसी",
        "SECL": "एसईसीएल",
        "ALIMCO": "एलिम्को",
    },
}
DISTRICTS = {"en": "Dantewada", "hi": "दंतेवाड़ा"}
CRITERIA = {
    "en": {
        "need_expertise": "Need and expertise",
        "nearness": "Nearness",
        "money": "Money",
        "track_record": "Track record",
        "preferences": "Preferences",
        "continuity": "Continuity",
        "additionality": "Additionality",
    },
    "hi": {
        "need_expertise": "आवश्यकता और विशेषज्ञता",
        "nearness": "निकटता",
        "money": "धनराशि",
        "track_record": "पिछला कार्य-निष्पादन",
        "preferences": "वरीयताएँ",
        "continuity": "निरंतरता",
        "additionality": "अतिरिक्तता",
    },
}
WORDS = {
    "en": {
        "fit.title": "Seven criteria make the fit of {district} and {cpse}: {fit}",
        "fit.text": "Bars: each criterion's weight in points of 100, and how many of them the pair earns. "
        "{missing} of 100 points rest on data that is not known.",
        "fit.note": "solid: earned · pale: not earned · hatched: not known, earned from a neutral value",
        "need.title": "{cpse} has experience where {district}'s need is greatest",
        "need.text": "For each theme, a bar as long as weight × severity, filled as far as the CPSE has "
        "experience.",
        "need.axis": "weight × severity; filled: times expertise",
        "need.sum": "{met} of {asked} = {value}",
        "near.title": "Nearness falls by nearly two thirds every 150 km",
        "near.text": "The curve exp(−km / 150) with the nearest place of each CPSE; a place inside the "
        "district counts 1.",
        "near.axis": "km from {district} to the nearest place",
        "near.inside": "{cpse}: inside the district, 1",
        "money.title": "Free money counts up to what is asked, not beyond",
        "money.text": "Bars: free money of each CPSE in crore rupees, with the line of an assumed ask.",
        "money.ask": "assumed ask ₹ {ask} crore",
        "money.unknown": "not known",
        "money.unit": "₹ crore",
        "track.title": "Few projects say little: the value starts at the mean of all",
        "track.text": "Two curves over the number of projects: all done well rises from the mean towards 1, "
        "none done well falls towards 0.",
        "track.good": "all done well",
        "track.bad": "none done well",
        "track.mean": "mean of all, {mean}",
        "track.axis": "projects whose outcome is known",
        "wish.title": "A first choice counts 1, silence counts 0.5",
        "wish.text": "Bars for the ranks 1 to 4 of a side that stated four, and for silence.",
        "wish.rank": "rank {rank}",
        "wish.silent": "silent",
        "keep.title": "Only the present lead earns it; where it is not known, nobody does",
        "keep.text": "Three rows of cells: a known lead has one cell of 1; no lead, and a lead that is not "
        "known, have none.",
        "keep.known": "SECL leads now",
        "keep.none": "nobody leads now",
        "keep.unknown": "not known",
        "add.title": "In Korba, what others already serve does not count for {cpse}",
        "add.text": "One bar: the district's weighted need by theme; themes where another CPSE works are "
        "pale.",
        "add.taken": "pale: another CPSE already works in this theme",
        "add.left": "left for {cpse}: {value}",
    },
    "hi": {
        "fit.title": "सात कसौटियों से {district} और {cpse} की उपयुक्तता: {fit}",
        "fit.text": "पट्टियाँ: 100 अंकों में प्रत्येक कसौटी का भार, और उनमें से जोड़ी को मिले अंक। 100 में से "
        "{missing} अंक ऐसे आँकड़ों पर टिके हैं जो ज्ञात नहीं हैं।",
        "fit.note": "गहरा: मिले अंक · हल्का: नहीं मिले · तिरछी रेखाएँ: ज्ञात नहीं, तटस्थ मान से मिले",
        "need.title": "{district} की सबसे गंभीर आवश्यकता में {cpse} का अनुभव है",
        "need.text": "प्रत्येक विषय की पट्टी भार × गंभीरता जितनी लंबी है और सीपीएसई के अनुभव जितनी भरी है।",
        "need.axis": "भार × गंभीरता; भरा भाग: × विशेषज्ञता",
        "need.sum": "{asked} में से {met} = {value}",
        "near.title": "प्रत्येक 150 किमी पर निकटता लगभग दो-तिहाई घट जाती है",
        "near.text": "वक्र exp(−किमी / 150) और प्रत्येक सीपीएसई का निकटतम स्थान; ज़िले के भीतर का स्थान 1 गिना "
        "जाता है।",
        "near.axis": "{district} से निकटतम स्थान की दूरी, किमी",
        "near.inside": "{cpse}: ज़िले के भीतर, 1",
        "money.title": "उपलब्ध धनराशि माँग तक ही गिनी जाती है, उससे अधिक नहीं",
        "money.text": "पट्टियाँ: प्रत्येक सीपीएसई की उपलब्ध धनराशि करोड़ रुपये में, और मानी हुई माँग की रेखा।",
        "money.ask": "मानी हुई माँग ₹ {ask} करोड़",
        "money.unknown": "ज्ञात नहीं",
        "money.unit": "₹ करोड़",
        "track.title": "थोड़ी परियोजनाएँ कम बताती हैं: मान सबके औसत से आरंभ होता है",
        "track.text": "परियोजनाओं की संख्या पर दो वक्र: सब अच्छी हों तो मान औसत से 1 की ओर बढ़ता है, कोई न हो तो "
        "0 की ओर घटता है।",
        "track.good": "सब अच्छी तरह पूरी",
        "track.bad": "कोई अच्छी तरह पूरी नहीं",
        "track.mean": "सबका औसत, {mean}",
        "track.axis": "परियोजनाएँ जिनका परिणाम ज्ञात है",
        "wish.title": "पहली पसंद 1 गिनी जाती है, मौन 0.5",
        "wish.text": "चार पसंद बताने वाले पक्ष के क्रम 1 से 4 और मौन की पट्टियाँ।",
        "wish.rank": "क्रम {rank}",
        "wish.silent": "मौन",
        "keep.title": "यह केवल वर्तमान अग्रणी को मिलती है; अग्रणी ज्ञात न हो तो किसी को नहीं",
        "keep.text": "खानों की तीन पंक्तियाँ: ज्ञात अग्रणी का एक खाना 1 है; कोई अग्रणी न हो या ज्ञात न हो तो सब 0 हैं।",
        "keep.known": "अभी एसईसीएल अग्रणी है",
        "keep.none": "अभी कोई अग्रणी नहीं",
        "keep.unknown": "ज्ञात नहीं",
        "add.title": "कोरबा में जो कार्य दूसरे कर रहे हैं, वह {cpse} के लिए नहीं गिना जाता",
        "add.text": "एक पट्टी: ज़िले की भारित आवश्यकता विषयवार; जिन विषयों में दूसरा सीपीएसई कार्यरत है, वे हल्के हैं।",
        "add.taken": "हल्का: इस विषय में दूसरा सीपीएसई पहले से कार्यरत है",
        "add.left": "{cpse} के लिए शेष: {value}",
    },
}
