"""The words that tell what a criterion is about: regular expressions, apart by " | " or by lines.

A line that ends with a backslash goes on in the next. A stem begins at the edge of a word; what may follow is left
open unless it ends with \\b. The texts searched are lower-case, without escapes, with single blanks, plain hyphens.
"""

# What decides wherever it stands near the beginning: these words are seldom said by the way.
AGE = r"""
(?:older|younger) than \d | (?:under|over) \d\d\b(?! ?%)
age\b(?! (?:at|of) (?:onset|diagnosis|first))(?!-(?:related|matched|appropriate)) | aged\b | ages\b
\d+ ?(?:-|to|and) ?\d+ ?(?:years?|yrs?)\b(?! (?:prior|before|ago|after|of (?:disease|education)))
years? old | years? of age | year-old
(?:≥|>=?|at least|over|above|minimum) ?\d\d ?(?:years?|yrs?)\b(?! (?:prior|before|of (?:disease|education)))
"""
PREGNANCY = r"""
pregnan | childbirth | postpartum | gestation | breast-? ?feed | lactat(?:ing|ion|es?)\b
nursing (?:mother|wom|female|infant|or|and)\b
nursing\b(?! home| staff| care)
child-? ?bearing | contracepti | birth control | reproductive | wocbp\b | fertil | of procreative
postmenopaus | post-menopaus | sperm\b | egg (?:donation|cells?)\b | oocyte | abstinence | sexually active
tubal (?:ligation|occlusion) | vasectom | intrauterine | hysterectom | hcg\b
plan(?:s|ning)? to (?:become|get|father|conceive)
"""
INFECTIONS = r"""
viremia | viraemia | hiv\b | hiv[- ][12] | human immunodeficiency | aids\b | hepatitis(?! (?:due|caused))
hbv\b | hcv\b | hbsag\b
hbcab\b | hbv-?dna
tubercul | tb\b | latent tb | infecti(?:on|ous|ve endocarditis) | infected | syphilis | treponem | cytomegalo
cmv\b | ebv\b | epstein
covid | sars-?cov | sepsis | septic | bacteri(?:al|a)\b | fungal | viral (?!vector) | herpes | varicella | zoster
quantiferon
pneumocystis | htlv | jc virus | leukoencephalopathy | pneumonia\b | antibiotics?
anti-?(?:viral|fungal|microbial|infective)s?\b
"""
CELL_THERAPY = r"""
car[- ]?t\b(?!-?(?: cells?)? (?:infusion|reinfusion|administration|dosing))
car-?t cells?\b(?! (?:infusion|reinfusion|preparation)) | chimeric antigen | cellular infusion
gene therap | gene[- ](?:modified|edited) | genetically[- ](?:modified|engineered) | engineered t
(?<!psychotherapy )cell(?:ular)? (?:immuno)?-?therap(?:y|ies)\b | cell-based therap | adoptive | car-?nk\b
donor lymphocyte
"""
TRANSPLANTS = r"""
(?:stem[- ]cell|marrow|organ|kidney|renal|liver|lung|heart|solid|hematopoietic|haematopoietic|islet|\
corneal)[- ,a-z()]{0,30}transplant
transplant(?:ation|ed|s)?\b(?!-(?:free|eligible|ineligible)) | hsct\b | asct\b | sct\b | mesenchymal
stem cells?\b
"""
ANTIBODIES = r"""
auto-?antibod | anti-?nuclear | ana\b | ana[- ](?:positive|titer) | anti-?ds-? ?dna | anti-?double
anti-?(?:sm|smith|rnp|ro|la|ss-?[ab]|jo-?1|scl-?70)\b
anti-?(?:ccp|gbm|pla2r|achr|ach|musk|lrp4|aqp-?4|mog|tpo|tg|ttg|gad65?|gad|srp|hmgcr|mda-?5|c1q|mag|desmoglein|\
dsg|bp180|tpo|nmda|lgi1|caspr2?)\b
anti-?(?:phospholipid antibod|cardiolipin|centromere|citrullinated|thyroid|thyroglobulin|acetylcholine|\
aquaporin|neutrophil cytoplasmic|synthetase antibod|islet|insulin antibod|transglutaminase|beta|β)
lupus anticoagulant | rheumatoid factor | rf\b(?! ablat) | acpa\b
anca\b(?![- ](?:associated|vasculitis|related vasc)) | pr3\b | mpo\b
sero-?positiv | sero-?negativ | aqp-?4 ?-?(?:igg|antibod) | mog-?igg | igg4 levels? | serum igg4 | serum ige\b
total ige\b | specific ige\b | sige\b | ige levels?
complement (?:c[34]|levels?|components?)\b | low complement | c3\b | c4\b | c-reactive | crp\b | hs-?crp
erythrocyte sedimentation | esr\b | oligoclonal | ocbs?\b | igg index | skin (?:prick )?tests? | spt\b
sensiti[sz]ation
(?:acetylcholine receptor|achr|musk) ?-?(?:antibod|ab\b) | calprotectin | eosinophils? (?:count|≥|>|levels?)
blood eosinophil | (?:islet|diabetes-related)[- a-z]{0,20}antibod
"""
ORGANS = r"""
creatinine | egfr\b(?!-| ?mut| inhib) | gfr\b | glomerular filtration | clearance\b | bilirubin | alt\b | ast\b
sgpt\b | sgot\b | alanine | aspartate | transaminase | aminotransf | alkaline phosphatase
uln\b | upper limit of normal | ha?emoglobin(?! a1c) | hb\b | hgb\b | neutrophil(?! elast) | anc\b | platelets?
plt\b | lymphocyte count | alc\b | white blood | wbc\b | leu[ck]ocyt | leu[ck]openia | neutropeni
lvef\b | ejection fraction | oxygen saturation | spo2\b | sao2\b | room air | fev-?1 | dlco\b | fvc\b
forced (?:vital|expiratory) | qtc?f?\b | qt (?:interval|prolong) | ecg\b | ekg\b | electrocardio | echocardio
inr\b | international normali | prothrombin | aptt\b | pt/inr
coagula(?:tion function|tion disorder|tion|nt? abnormal|opath) | organ (?:and marrow )?function | marrow function
(?:bone )?marrow reserve | hematologic(?:al)? (?:function|param|values|labor|abnorm) | ha?ematology
"""
CONSENT = r"""
informed consent | informed,? | consent\b | assent\b | icf\b | sign(?:ed|ing)?\b(?! of| and| or)
legal(?:ly)? (?:authori[sz]ed|guardian|representative|capacity|protect|competent) | guardian
(?:un)?(?:able|willing)(?:ness)?(?: and/or | and
or |/| to )(?:un)?(?:able|willing)?(?:ness)?(?: to| and)? ?(?:fully )?(?:comply|attend|understand|participate|\
adhere|complete|follow|travel|provide|return|cooperate|undergo|give|read|speak|communicate|commit|perform|\
be followed|accept|agree)
(?:ability|willingness|inability|unwillingness|refusal|capable|incapable|agree(?:s|\
ment)?)[ a-z]{0,14} (?:comply|attend|understand|participate|adhere|complete|follow|travel|provide|return|\
cooperate|of (?:giving|understanding|comply|providing|following)|give|read|speak|communicate)
complian(?:ce|t)\b(?! at) | non-?complian | follow-?up (?:visit|exam|assess|schedul) | comply\b | adherence to
cooperat(?!ive)
(?:participat|enrol|includ|tak(?:e|ing) part|involve)[a-z]*(?: \w+){0,4} (?:in|into)(?: \w+){0,2} (?:another|\
other|any|different|an?|clinical|concurrent|interventional|investigational|drug|research|experimental|\
more than)\b[- ,a-z()]{0,60}(?:trial|stud(?:y|ies)|research|protocol)
(?:participat|enrol)[a-z]*(?: \w+){0,3} (?:trials?|stud(?:y|ies)|protocols?)\b
concurrent (?:trial|participation|enrol)
simultaneous participation
unwilling | refus(?:e|al) | venous access | vascular access | catheter | reservoir | headphone | incompeten
leukapheresis | leukopheresis | apheresis
aphaeresis | prisoner | incarcerat | speak\b | fluent | english\b | language\b | literate | illiterate | lives? in
internet | e-?mail | (?:smart|i|tele)?-?phones?\b | ipad | wi-?fi | computer | geographic | residen[ct] | live in
living in
wards? of | institutionali[sz]ed | vulnerable | social security | health insurance | employee
investigator'?s? (?:site|staff|team) | relatives? of | claustrophob
(?:undergo|perform|proceed with|tolerate|contraindicat\w+ (?:to|for)) (?:an? )?(?:mri|magnetic|lumbar)
"""

# Of illnesses: what decides wherever it stands if the role is exclusion.
OTHER_ILLNESSES = r"""
malignan | (?<!anti-)cancer | neoplas | (?<!anti-)tumou?rs?\b(?! necrosis)
(?:genetic|congenital|inherited|hereditary) (?:syndrome|disease|disorder|condition|anomal) | carcinoma | lymphoma
leuka?emia | melanoma | metasta | lymphoproliferative
psychiatr | psycho(?:sis|tic|logical) | suicid | depress(?:ion|ive) | schizo | bipolar | mental
cognitive (?:\w+ )?(?:impair|deficit|dysfunc|declin)
seizure | epilep | stroke | cerebrovascular | dementia | neurologic | neurodegen | nervous system
central nervous | cns\b | parkinson | alzheimer
(?:other|another|concomitant|coexisting|additional|concurrent|any)[- a-z]{0,24} (?:auto-?immune|inflammatory|\
rheumat|connective|skin) ?[- a-z]{0,20}(?:disease|disorder|condition|illness)s?\b(?! therap)
overlap syndrome | auto-?immune (?:disease|disorder)s?\b(?! therap)
diabetes | diabetic | immunodeficien | immune deficien | immunocompromised
(?:substance|drug|alcohol)[- a-z/]{0,24}(?:abuse|addict|depend|misuse|use disorder) | alcohol(?:ism|ic)?
drug (?:abus|addict|depend|use) | illicit | addict | abuse\b | smok | tobacco | splenectom | asplen
allerg | hypersensitiv | anaphyla | intolerance (?:to|of) | intolerant to | contra-?indicat | thyroid
gastrointestinal | peptic | malabsorp | obes | bmi\b | body mass
"""
HEART_AND_BLOOD = r"""
cardi(?:ac|o)\w* | heart\b | nyha\b | new york heart | myocardi | angina | arrhythm | atrial | ventricular
coronary | hypertensi | hypotensi | blood pressure
pulmonary | lungs?\b | respiratory | copd\b | interstitial lung | asthma | oxygen | (?<!extra-)renal\b
pe or dvt | dvt\b | mace\b | kidney
nephro(?:path|tic) | (?:ha?emo)?dialysis | hepatic | liver | cirrhosis | child-pugh | ha?emato(?:logic|poietic)
bleed
ha?emorrhag | ha?emophil | thrombo | embol | an[a]?emia | cytopeni | albumin\b | proteinuria
hypogammaglobulin | immunoglobulin (?:g )?(?:level|<|≤) | igg (?:level|<|≤|>) | serum (?:sodium|potassium|calcium)
vital signs | laborator(?:y|ies) | blood (?:count|routine|cell|test) | organ (?:failure|dysfunction|damage)
(?:in)?adequate[- a-z,]{0,30} function
"""
DIAGNOSIS = r"""
diagnos | classification criteria | acr\b | eular\b | mcdonald
(?:meets?|meeting|met|fulfil\w*|satisf\w+)(?: \w+){0,8} (?:criteria|definition|classification)
sledai | sle-?dai | bilag | phga\b | pga\b | edss\b | expanded disability | mg-?adl | mgfa\b | qmg\b | das-?28
das\b | cdai\b | sdai\b | mrss\b | rodnan | bvas\b | basdai | asdas | pasi\b | easi\b | iga\b | uas7? | dlqi\b
essdai | cdas\b | incat | i-?rods | haq | mayo | nihss | hbi\b | scorad | acq\b | act score | pdai\b
cutaneous lupus erythematosus disease area | clasi | mmt-?8 | swollen | tender | joint count | vas\b | nrs\b
snot
(?:disease|clinical|symptom) (?:activity|severity|duration|progress|onset|stage|relapse)
duration of (?:disease|illness|symptom)
active (?:disease|lupus|sle|ra|rheumatoid|lesion|myositis|nephritis|systemic|inflamm|non-?infectious) | refractory
relaps | recurren(?:t|ce)\b | flares? | severity
(?:moderate|moderately|mild|mildly)(?: to|/|-| and| or)[- ]severe | severe\b(?= disease) | exacerbat | symptom
onset of | progressive | progression
histolog | cytolog | biops | measurable | recist | ecog\b | ps [0-3≤<] | ps of | karnofsky | kps\b | lansky
performance status | life expectancy | expected survival | surviv | stage [iv0-9]+ | stages | staging | lesions?\b
clinically isolated | worsening | (?:organ|nerve|skin|renal|gi|intestinal) involvement | organs? affected
subsets? | subtypes? | hla\b | alleles? | haplotype | genotype | epds\b | self-harm | walk(?:ing)? | peg test
ambulat | candidate for | scheduled (?:for|to)
indicat(?:ion|ed) for | undergoing | eligible for | scores?\b | mutations? | expression | her2 | pd-l1
cd\d+[- ](?:positive|express|\+)
"""
TREATMENTS = r"""
(?:prior|previous|previously|past|earlier|concomitant|concurrent|current|ongoing|chronic|recent|stable|\
standard)[ly]*(?: \w+){0,3} (?:use|treat|therap|medicat|medicin|exposure|dose|receipt|admin|surg|immuno|biolog|\
steroid|cortico|regimen|line)
treat(?:ed|ment)s?\b | therap(?:y|ies)\b | medications? | medicines? | drugs?\b | receiv(?:ed|ing)\b
receives?\b(?= (?:any|treat|therap|medic|concom|immuno|cortico|a )) | receipt of | us(?:e|ed|ing) of\b | taking
taken\b | intake | administ | wash-?out | half-li(?:fe|ves) | dos(?:e|es|age|ing)\b | naive\b | naïve\b
discontinu | background | failed | failure of | inadequate respon | insufficient respon | intolerance
non-?respon | respon(?:d|se) to | exposure to | regimen | lines? of
(?:gluco)?cortico | steroid | predniso | prednisolone | dexameth | immuno-?suppress | immuno-?modulat
immunotherap | methotrexate | mycophenol | mmf\b | azathiop | cyclophos | cyclospor | ciclosp | tacrol | voclosp
leflunom | hydroxychl | anti-?malarial | sulfasal | jak\b | dmard | csdmard | bdmard | nsaid | non-?steroidal
biologic(?:s|al agents?)?\b | monoclonal | \w+(?:mab|nib|cept|limus)s?\b
anti-?(?:tnf|cd20|cd19|cd38|il-?\d|ige|bcma|fcrn) | tnf\b | ivig\b | ig therapy | intravenous immun
gamma ?globulin | plasma ?pheresis | plasma exchange | plex\b | immunoadsorp | interferon | cladrib | mitoxan
alemtuz
vaccin | immuni[sz]ation | anti-?coagula | warfarin | heparin | aspirin | antiplatelet | anti-?histamine
beta-?blocker | opioid | antidepress | chemo-?therap | radio-?therap | radiation | surger(?:y|ies)\b | surgical
operation\b | thymectom | transfus
investigational (?:\w+ ){0,3}(?:drug|agent|product|medic|treat|therap|device|compound) | insulin\b | inhale
ics\b | laba\b | cyp3a | p-gp | supplement | herbal | traditional chinese | hormon
"""
# What decides, though other words stand before it.
TAPERING = r"""
must have (?:been )?(?:discontinued|completed|stopped|finished) | (?:prior |previous )?treatment history
(?:is|are) untreated
(?:taking|use of|used|receiving|treatment with) (?:\w+ )?antibiotics
(?:un)?able to (?:safely )?(?:wash-?out|interrupt|discontinue|stop|taper|withhold|hold) | wash-?out | taper
(?:discontinu|interrupt)\w* (?:of|any|all|treatment|therap|medic|immuno)
"""
VACCINES = r"""
(?:sars-cov-2|covid|covid-?19|influenza|flu|varicella|zoster|hepatitis b|pneumococcal|bacterial|viral|bcg|\
mmr)? ?(?:live |mrna )?(?:attenuated )?(?:vaccin|immuni[sz]ation)
"""
INVESTIGATIONAL = r"investigational (?:\w+ ){0,3}(?:drug|agent|product|medic|treat|therap|device|compound)"
ONSET = r"""
age (?:at|of) (?:disease |symptom )?(?:onset|diagnosis) | (?:disease|symptom) duration
duration of (?:the )?(?:disease|symptom)
"""
SERIOUS = r"""
(?:disease|disorder|condition|illness|malignan\w+|tumou?r|cancer)s? (?:other than|besides|not due to)
due to other causes | (?:past|current|previous)(?: \w+){0,3} medical (?:problem|condition|histor)
(?:serious|uncontrolled|significant|severe|concurrent|concomitant|any other|other|unstable|any|acute|\
chronic)(?: (?:and/or|or|and|clinically|significant|chronic|acute|uncontrolled|unstable|severe)|\
 ?[,/] ?\w+){0,4} (?:medical|concurrent|concomitant|intercurrent|underlying|systemic|co-?existing|chronic|\
health)(?: or [\w-]+)? (?:condition|illness|disease|disorder|problem|finding)s?
(?:serious|significant|uncontrolled|unstable) (?:illness|disease|disorder|comorbid|co-morbid)
any (?:other )?(?:significant |serious |known |clinical |acute |chronic )?(?:condition|illness|disorder|comorbid)
"""
NO_OTHER = r"""
good (?:\w+ )?(?:physical )?health\b | general good health
no (?:\w+,? ){0,2}(?:serious|significant|other|severe|uncontrolled|unstable)(?: \w+){0,2} (?:illness|disease|\
condition|disorder)
"""
MARKS = r"""
c-peptide | (?<!monoclonal )(?<!bispecific )(?<!human )antibod(?:y|ies)\b | titers? | titres? | tsh\b | ft[34]\b
biomarker
hba1c
"""

# Said of many things: they count only where nothing better is said.
AGE_CUES = r"""
adults?\b | children | paediatric | pediatric | adolescen | infants? | males? | females? | men\b | women\b
sex\b | gender | boys | girls | years
"""
SICK = r"""
hearing | swallow | dysphag | tracheostom | feeding tube | vision | visual | eyes?\b | ocular | retin | skin\b
diseases? | disorders? | conditions? | illness
syndrome
defects? | \w+(?:itis|osis|opathy|opathies|emia|aemia|plegia|algia)\b | pain\b | injur | trauma | fracture | ulcer
abnormal | comorbid | co-morbid | deficien | impair | medical problem | genetic | congenital
"""
SICK_CUES = r"history | known | presence | suffer | any | medical\b | failure\b | motion"
DIAGNOSIS_CUES = r"""
medical\b | failure\b | presence of | confirmed | documented | patients? with | subjects? with | participants? with
individuals? with | affected | clinical(?:ly)? | treatment candidate | evidence of
"""
UNSUITABLE = r"unsuitable | not suitable | deem | inappropriate"
CONSENT_CUES = r"""
access to
investigator | unsuitable | not suitable | suitable | opinion | judge?ment | able to | unable to | willing
unwilling | inability | ability | agree | study\b | trial\b | protocol\b | visits?\b
"""

# Diseases by name: of the trial, if its inclusion criteria name them; else of an organ, or another illness.
OF_ORGANS = frozenset({"heart", "liver", "kidney", "airways", "blood"})
DISEASES = {
    "lupus": r"lupus|sle\b|sledai",
    "lupus nephritis": r"lupus nephritis|\bln\b",
    "systemic sclerosis": r"systemic sclerosis|scleroderma|ssc\b",
    "multiple sclerosis": r"multiple sclerosis|ms\b|rrms\b|ppms\b|spms\b",
    "myasthenia": r"myasthenia|gmg\b|mg\b(?![/ ]?(?:d|kg|per|daily|/))",
    "myositis": r"myositis|inflammatory myopath|antisynthetase|iim\b",
    "vasculitis": r"vasculitis|polyangiitis|anca-associated|aav\b|behcet|behçet|takayasu|giant cell arteritis",
    "rheumatoid arthritis": r"rheumatoid arthritis|ra\b",
    "arthritis": r"spondyl(?:o)?arth|sacroiliitis|ankylosing|psoriatic arthritis|juvenile idiopathic|still's|gout\b",
    "sjögren": r"sj[oö]gren",
    "psoriasis": r"psoriasis|psoriatic",
    "neuromyelitis": r"neuromyelitis|nmosd?\b|mogad\b",
    "neuropathy": r"cidp\b|demyelinating poly|guillain|multifocal motor",
    "bowel": r"crohn|ulcerative colitis|inflammatory bowel|ibd\b|celiac|coeliac|eosinophilic esophagitis",
    "diabetes": r"type 1 diabetes|type 2 diabetes|t1dm?\b|t2dm?\b|diabetes",
    "thyroid": r"graves|hashimoto|thyroiditis|hyperthyroid|thyroid eye",
    "blood": (
        r"immune thrombocytopeni|itp\b|ha?emolytic an|antiphospholipid syndrome|evans|ttp\b|aplastic an|"
        r"sickle|thalass"
    ),
    "skin": r"pemphig|atopic dermatitis|eczema|urticaria|alopecia|vitiligo|hidradenitis|epidermolysis|acne\b|rosacea",
    "igg4": r"igg4-?(?:related|rd)|mikulicz",
    "kidney": r"nephropathy|nephrotic syndrome|glomerul\w+itis|chronic kidney disease|membranous",
    "airways": (
        r"asthma|copd\b|chronic obstructive|rhinosinusitis|nasal polyp|rhinitis|bronchiect|cystic fibrosis|"
        r"interstitial lung|pulmonary fibrosis"
    ),
    "allergy": r"food allerg|peanut|milk allerg|anaphylaxis|allergic (?:to|reaction)",
    "sarcoidosis": r"sarcoid",
    "lymphoma": r"lymphoma|dlbcl\b|nhl\b|\bcll\b",
    "leukaemia": r"leuka?emia|b-?all\b|aml\b|\ball\b(?= (?:in|with|pati))|myelodysplas|mds\b",
    "myeloma": r"myeloma|amyloid",
    "cancer": (
        r"cancer|carcinoma|tumou?r(?! necrosis)|malignan|sarcoma|melanoma|glioma|glioblastoma|"
        r"neuroblastoma|metasta|neoplas|adenocarcin|nsclc\b"
    ),
    "heart": r"heart failure|myocardial infarction|atrial fibrillation|coronary|cardiomyopathy|hypertension",
    "liver": r"cirrhosis|nash\b|fatty liver|cholangitis|biliary|liver failure",
    "infection": r"hiv\b|hepatitis b|hepatitis c|covid|tuberculosis|malaria|influenza|pneumonia|sepsis",
    "mind": r"depress|schizophren|bipolar|anxiety|ptsd\b|autis|adhd\b|dementia|alzheimer|psychosis|insomnia",
    "nerves": r"parkinson|stroke|epilep|migraine|headache|als\b|spinal cord|cerebral palsy|neuropath",
    "spine": r"disc\b|lumbar|spinal|spondylo(?!arth)|scoliosis|osteoarthritis|osteopor|fracture",
    "immune deficiency": r"immunodeficien|immune deficien|scid\b|wiskott|hyper-ige|granulomatous disease",
    "graft": r"graft-?versus-?host|gvhd\b",
}
