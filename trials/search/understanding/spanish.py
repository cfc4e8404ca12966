"""What people type in Spanish; the names are those of english.py, which says what they are.

Words and pieces are compared without accents, so that these may be missing; a piece is written without them.
"""

STATUS_WORDS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("recruiting",): (
        "reclutando", "recluta", "reclutan", "que recluta", "que reclutan", "recluta ahora", "reclutan ahora",
        "está reclutando", "están reclutando", "que está reclutando", "que están reclutando", "reclutando ahora",
        "reclutando pacientes", "recluta pacientes", "reclutan pacientes", "en reclutamiento",
        "en fase de reclutamiento", "reclutamiento abierto", "abierto", "abierta", "abiertos", "abiertas",
        "abiertos ahora", "abierto ahora", "que está abierto", "que están abiertos", "ensayo abierto",
        "ensayos abiertos", "estudio abierto", "estudios abiertos", "inscripción abierta", "inscripciones abiertas",
        "inscribiendo", "inscribiendo pacientes", "aceptan pacientes", "acepta pacientes", "aceptando pacientes",
        "que aceptan pacientes", "que aceptan", "admiten pacientes", "que admiten pacientes", "buscan pacientes",
        "busca pacientes", "buscando pacientes", "buscan voluntarios",
    ),
    ("not-yet-recruiting",): (
        "aún no recluta", "aún no reclutan", "todavía no recluta", "todavía no reclutan", "no recluta todavía",
        "no reclutan todavía", "no recluta aún", "no reclutan aún", "todavía no abierto", "aún no abierto",
        "abre pronto", "abrirá pronto", "abrirán pronto", "próximamente", "que empieza pronto", "por empezar",
    ),
    ("active-not-recruiting",): ("activo no recluta", "activos no reclutan", "activo pero no recluta"),
    ("enrolling-by-invitation",): ("por invitación", "solo por invitación"),
    ("completed",): (
        "terminado", "terminados", "completado", "completados", "finalizado", "finalizados", "concluido", "concluidos",
    ),
    ("terminated",): ("interrumpido", "interrumpidos", "cancelado", "cancelados", "terminado antes de tiempo"),
    ("suspended",): ("suspendido", "suspendidos", "en pausa"),
    ("withdrawn",): ("retirado", "retirados"),
    ("unknown",): ("estado desconocido",),
    ("available",): ("uso compasivo", "acceso ampliado", "acceso expandido", "uso expandido"),
    ("active-not-recruiting", "completed", "terminated", "suspended", "withdrawn"): (
        "no recluta", "no reclutan", "no reclutando", "que no recluta", "que no reclutan", "ya no recluta",
        "ya no reclutan", "cerrado", "cerrados", "reclutamiento cerrado", "inscripción cerrada",
    ),
    ("recruiting", "active-not-recruiting"): ("en curso", "en marcha"),
}  # fmt: skip
AGE_WORDS = {
    "17": (
        "niño", "niños", "niños y niñas", "para niños", "para un niño", "menor de edad", "menores", "menores de edad",
        "pediátrico", "pediátrica", "pediátricos", "pediátricas", "pediatría", "infantil", "infancia", "juvenil",
        "en la infancia", "edad escolar",
    ),
    "15": ("adolescente", "adolescentes", "adolescencia"),
    "1": ("bebé", "bebés", "lactante", "lactantes"),
    "66": ("anciano", "anciana", "ancianos", "adulto mayor", "adultos mayores", "persona mayor", "personas mayores",
           "gente mayor", "tercera edad"),
}  # fmt: skip
# Left out: "tía" and "papá" alone, which are abbreviations of diseases without their accent, and "mama", the breast.
SEX_WORDS = {
    "female": ("mujer", "mujeres", "femenino", "femenina", "hija", "hijas", "niña", "niñas", "chica", "chicas",
               "muchacha", "esposa", "madre", "mi mamá", "hermana", "señora", "abuela", "sobrina", "nieta", "mi novia"),
    "male": ("hombre", "hombres", "varón", "varones", "masculino", "hijo", "hijos", "chico", "muchacho", "esposo",
             "marido", "padre", "mi papá", "hermano", "abuelo", "sobrino", "nieto", "mi novio"),
}  # fmt: skip
CELL_SOURCE_WORDS = {
    "autologous": (
        "células propias", "propias células", "sus propias células", "mis propias células", "mis células",
        "con mis células", "autólogo", "autóloga", "autólogos", "autólogas", "células autólogas",
    ),
    "allogeneic": (
        "de donante", "de un donante", "de donantes", "donante", "donantes", "células de donante",
        "células de un donante", "alogénico", "alogénica", "alogénicos", "alogénicas", "células alogénicas",
    ),
    "in-vivo": ("dentro del cuerpo", "en el cuerpo"),
}  # fmt: skip
TAKEN_LITERALLY = ("etiqueta abierta",)

ORDINARY_SPELLINGS = ""
# Left out: words that are English ones or abbreviations too ("son", "al", "como", "mas"), and "vivo" of "in vivo".
FUNCTION_WORDS = """
    de del el la los las un una unos unas y o con para por en que cual cuales quien quienes donde cuando soy es esta
    estan estoy estamos este estos estas eso esto tengo tiene tienes tenemos tienen tener han mi mis me nos nuestro
    nuestra su sus se lo muy tambien ya pero porque sobre entre desde hasta hace cerca quiero quisiera queremos
    necesito necesita necesitamos busco busca buscar buscamos buscando encontrar puedo puede pueden podria hola gracias
    favor ayuda ayudar algun alguna algunos ella ellos
"""
SAYING_NOTHING = """
    ensayo ensayos clinico clinicos estudio estudios investigacion tratamiento tratamientos tratar terapia terapias
    celular celulares celula celulas paciente pacientes persona personas gente adulto adultos adulta adultas voluntario
    voluntarios enfermedad enfermedades trastorno trastornos sindrome padezco padece padecen sufro sufre sufren
    diagnosticado diagnosticada diagnosticaron diagnostico medicina experimental experimentales nuevo nueva nuevos
    nuevas disponible disponibles opcion opciones informacion lugar lugares sitio sitios participar unirme unirse
    inscribirme inscribir elegible ano anos edad tipo tipos etapa estado vida familia familiar caso casos cura curar
    mejor mejores actual actuales ahora hoy recibir
"""
BESIDE_ANTIBODIES = """
    anticuerpo anticuerpos autoanticuerpo autoanticuerpos positivo positiva positivos positivas positividad
    seropositivo seropositiva con de para prueba resultado sangre
"""
NEGATIVE = "negativo negativa negativos negativas seronegativo seronegativa"
ORDINARY_WORDS = """
    recaida recaidas dolor fatiga cansancio rinon rinones pulmon piel corazon cerebro musculo musculos articulaciones
    seguro viaje viajes gratis costo costos hospital doctor medico medicos medicamento medicamentos grave graves severo
    severa cronico cronica refractario refractaria espanol ingles frances aleman chino universidad centro
"""

# --- pieces of shapes

PHASE = r"fases?"
EARLY = ""
EARLY_BEHIND = r"\s+(?:temprana|inicial)\b"
PHASE_JOINT = r"a\b|y\b|o\b"
NUMERALS = {"uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4}
PRECLINICAL = r"preclinic[oa]s?"

_YEARS = r"anos?\b"
_RELATIVES = (
    "hij[oa]|esposa|esposo|marido|madre|padre|mama|papa|herman[oa]|sobrin[oa]|niet[oa]"
    "|nin[oa]|mujer|hombre|varon|chic[oa]"
)
_END = r"(?=\s*(?:[,.;)]|$|\by\b|\bcon\b))"
# Years that a disease has lasted are no age: "hace 14 años", "14 años con lupus".
_SINCE = "".join(rf"(?<!\b{word}\s)" for word in ("hace", "por", "durante", "desde", "llevo", "lleva", "en"))
AGE = (
    rf"\b(?P<under>menor(?:es)?\s+de)\s+18(?:\s*{_YEARS})?"
    rf"|\b(?:mayor(?:es)?\s+de|mas\s+de(?=\s+\d\d\s*{_YEARS}))\s+(?P<above>50|55|60|65|70|75|80)(?:\s*{_YEARS})?"
    r"|\b(?:de\s+)?(?P<months>\d{1,2})\s*mes(?:es)?\s+de\s+edad\b"
    rf"|\b(?:{_RELATIVES})(?:\s*,\s*|\s+|\s*\(\s*)(?:(?:que|ella|el)\s+)?(?:tiene\s+)?(?:de\s+)?"
    rf"(?P<of>\d{{1,3}})(?:\s*{_YEARS}|{_END})"
    rf"|\bedad\s*:?\s*(?:de\s+)?(?P<aged>\d{{1,3}})(?:\s*{_YEARS})?(?!\w)"
    rf"|\b(?:tengo|tienen?|cumpl(?:o|e|io))\s+(?P<am>\d{{1,3}})(?:\s*{_YEARS}|{_END})"
    rf"|\b(?:de\s+)?{_SINCE}(?P<old>\d{{1,3}})\s*{_YEARS}(?:\s+de\s+edad\b)?(?!\s+(?:con|de|atr))"
)
_TONGUES = "espanol|castellano|ingles|frances|portugues|catalan|aleman|chino"
ASIDE = (
    rf"(?:\bsolo\s+)?(?:\bno\s+)?\bhabl(?:o|a|amos|an)\s+(?:(?:solo|poco|muy poco|algo de)\s+)?"
    rf"(?:{_TONGUES})(?:\s+(?:e|y)\s+(?:{_TONGUES}))?\b"
    r"|\bde habla hispana\b|\bhispanohablantes?\b|\bviv(?:o|imos)(?=\s+(?:en|cerca|a)\b)"
)

UNIT = r"millas?|kilometros?"
UP_TO = (
    r"a\s+menos\s+de|a\s+no\s+mas\s+de|a\s+unos|a\s+unas|hasta\s+a|hasta|dentro\s+de|en\s+un\s+radio\s+de"
    r"|maximo|menos\s+de|a"
)
AWAY_FROM = r"de|desde|alrededor\s+de|(?:a\s+la\s+redonda|de\s+distancia)\s+de"
NEAR = (
    r"cerca\s+(?:de|del|a)|cerca|cercan[oa]s?\s+a|alrededor\s+de|en\s+los\s+alrededores\s+de|proxim[oa]s?\s+a"
    r"|junto\s+a|en\s+o\s+cerca\s+de|en"
)
COME_FROM = r"desde"
ARTICLE = "el|la|los|las"
NEAR_TO = r"cerca\s+de|cerca|junto\s+a|alrededor\s+de"
HERE = r"mi\s+(?:casa|ciudad|zona|pueblo|barrio)|mi|aqui|donde\s+vivo|nosotros|casa"

# --- what joins parts of a query

AND_OR = r"y|o"
OR = r"o"
JOINED = r"y|o"
FIRST = r"y|o|con|para|de|en|contra"
LAST = r"para|con|y|o|en|de|del|a|por|el|la|los|las|un|una|contra|desde|cerca|que"
TOWN_WORDS = "de del el la las los mi nueva nuevo y"
