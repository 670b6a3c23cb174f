"""The words of titles that mean one thing in English and in Hindi, and those that tell nothing apart."""

from functools import cache

from csrmatch.folding import fold

__all__ = ["empty_words", "meanings"]

# One meaning a line: words in English, then words in Hindi. A word is compared by its sound and its stem,
# so that other spellings, plurals and cases need no entry of their own.
_MEANINGS = """
school, schools, vidyalaya, shala | विद्यालय, स्कूल, पाठशाला, शाला
toilet, toilets, latrine, lavatory | शौचालय, टॉयलेट
sanitation, hygiene, cleanliness | स्वच्छता, साफ-सफाई
water | जल, पानी
drinking, potable | पेयजल, पीने
pump, pumps, handpump, borewell | पंप, हैंडपंप, नलकूप, बोरवेल
well, wells | कुआँ, कुएँ, कुओं
pond, ponds, tank | तालाब, सरोवर
girl, girls, daughter | बालिका, लड़की, कन्या, बेटी
boy, boys | बालक, लड़का
child, children, kids, infant | बच्चा, बच्चे, बच्चों, शिशु, बाल
woman, women, mahila | महिला, महिलाओं, स्त्री
mother, mothers, maternal, pregnant | माता, मातृ, गर्भवती, जननी
youth, young | युवा, युवाओं, नौजवान
farmer, farmers, kisan | किसान, कृषक
tribal, tribe, tribes, adivasi | आदिवासी, जनजाति, जनजातीय
disability, disabilities, disabled, divyang, handicapped | दिव्यांग, दिव्यांगजन, विकलांग
elderly, old, aged, senior | वृद्ध, बुज़ुर्ग, वरिष्ठ
teacher, teachers | शिक्षक, अध्यापक, टीचर
student, students, pupil | विद्यार्थी, छात्र, छात्राओं
scholarship, scholarships, stipend | छात्रवृत्ति
hostel, hostels, dormitory | छात्रावास, हॉस्टल
classroom, classrooms | कक्षा, कक्ष, कक्षाएँ
education, educational, teaching, coaching | शिक्षा, शैक्षिक, शिक्षण, कोचिंग
literacy | साक्षरता
library, libraries | पुस्तकालय
book, books, textbook | पुस्तक, किताब
computer, computers, digital, ict, smart | कंप्यूटर, डिजिटल, स्मार्ट
laboratory, lab, labs | प्रयोगशाला, लैब
uniform, uniforms | गणवेश, वर्दी
bicycle, bicycles, cycle | साइकिल
health, medical | स्वास्थ्य, चिकित्सा, आरोग्य
hospital, hospitals, clinic, dispensary, phc, chc | अस्पताल, चिकित्सालय, औषधालय
doctor, doctors | चिकित्सक, डॉक्टर
ambulance, ambulances | एम्बुलेंस, रुग्णवाहन
medicine, medicines, drugs | दवा, औषधि, दवाएँ
camp, camps | शिविर, कैंप
eye, eyes, cataract | नेत्र, आँख, मोतियाबिंद
tuberculosis, tb | क्षय, टीबी, तपेदिक
sickle | सिकल
anaemia, anemia | एनीमिया, रक्ताल्पता
vaccination, vaccine, immunisation, immunization | टीकाकरण, टीका
nutrition, nutritional, food, meal, meals | पोषण, आहार, भोजन
malnutrition, malnourished, undernutrition | कुपोषण, कुपोषित
anganwadi, crèche, creche | आंगनवाड़ी, आंगनबाड़ी, शिशुगृह
kitchen | रसोई
agriculture, agricultural, farming | कृषि, खेती
irrigation, watershed | सिंचाई, जलग्रहण
seed, seeds | बीज
millet, millets | मोटा, बाजरा, मिलेट
livestock, cattle, dairy, animal, animals | पशु, पशुपालन, डेयरी, मवेशी
goat, goats, goatery | बकरी
poultry | मुर्गी, कुक्कुट
fish, fishery, fisheries | मछली, मत्स्य
honey, beekeeping | मधु, शहद, मधुमक्खी
forest, forests | वन, जंगल
tree, trees, plantation, afforestation | वृक्ष, पेड़, वृक्षारोपण, पौधरोपण
soil | मृदा, मिट्टी
storage, warehouse, cold | भंडारण, गोदाम, भंडार
market, haat | बाज़ार, हाट
skill, skills, vocational | कौशल, व्यावसायिक
training | प्रशिक्षण, ट्रेनिंग
employment, job, jobs, livelihood, livelihoods | रोज़गार, आजीविका
tailoring, sewing, stitching | सिलाई
bank, banking, financial | बैंक, बैंकिंग, वित्तीय
group, groups, shg | समूह
road, roads | सड़क, मार्ग
bridge, bridges, culvert | पुल, पुलिया
electricity, electrification, power | बिजली, विद्युत, विद्युतीकरण
solar | सौर, सोलर
light, lights, lighting, lamp | प्रकाश, लाइट, बत्ती
building, buildings | भवन
house, houses, housing | आवास, घर, मकान
sports, sport, games, playground, stadium | खेल, खेलकूद, क्रीड़ा, मैदान
hearing, aids | श्रवण
wheelchair, tricycle | व्हीलचेयर, तिपहिया
artificial, limb, limbs, prosthetic | कृत्रिम, अंग
equipment, instruments, machines | उपकरण, यंत्र, मशीन
waste, garbage, solid | कचरा, अपशिष्ट
drain, drains, drainage | नाली, जलनिकासी
internet, connectivity, network | इंटरनेट, नेटवर्क
insurance | बीमा
science | विज्ञान
"""

_EMPTY = """
a an the of for in on at to and or with by from under as its their through into near block district
village villages gram panchayat hamlet hamlets area areas place places rural remote new all
project projects programme programmes program scheme schemes yojana mission abhiyan initiative campaign phase
construction construct building renovation repair installation install upgradation strengthening
provision providing provide supply setting up distribution development support promotion improvement
central centre centres government pm prime minister national state mukhyamantri pradhan mantri
self help one two three four five six seven eight nine ten twenty thirty forty fifty hundred
स्व का की के में से को पर और एवं तथा व हेतु लिए द्वारा अंतर्गत वाले वाली
ग्राम गाँव गाँवों पंचायत ज़िला ज़िले विकासखंड प्रखंड क्षेत्र क्षेत्रों ग्रामीण नए नया नई सभी
परियोजना कार्यक्रम योजना मिशन अभियान पहल चरण
निर्माण मरम्मत नवीनीकरण स्थापना लगाना उन्नयन सुदृढ़ीकरण प्रदान आपूर्ति वितरण विकास सहायता संवर्धन सुधार
केंद्र केंद्रों सरकार प्रधानमंत्री मुख्यमंत्री राष्ट्रीय राज्य व्यवस्था उपलब्ध कराना करना
"""


@cache
def meanings() -> dict[str, str]:
    """Each folded word of the table with the code of its meaning: its first English word."""
    found: dict[str, str] = {}
    for line in _MEANINGS.strip().splitlines():
        words = [word for part in line.replace("|", ",").split(",") for word in fold(part).split()]
        for word in words:
            found.setdefault(word, f"={words[0]}")
    return found


@cache
def empty_words() -> frozenset[str]:
    """The folded words that say nothing about a purpose."""
    return frozenset(fold(_EMPTY).split())
