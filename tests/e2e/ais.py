"""AIS sentences, made from ITU-R M.1371-5 and NMEA 0183 alone: an encoder of the tests' own."""

NO_LATITUDE, NO_LONGITUDE = 91.0, 181.0


class Payload:
    """The bits of one message, most significant first."""

    def __init__(self, kind, mmsi):
        self.bits = []
        self.number(kind, 6).number(0, 2).number(mmsi, 30)

    def number(self, value, width):
        value = int(value) & ((1 << width) - 1)  # two's complement where negative
        self.bits += [value >> at & 1 for at in range(width - 1, -1, -1)]
        return self

    def text(self, text, characters):
        for character in text.upper().ljust(characters, "@")[:characters]:
            self.number(ord(character) - 64 if character >= "@" else ord(character), 6)
        return self

    def armoured(self):
        """The six-bit characters, and how many bits of the last are padding."""
        padding = -len(self.bits) % 6
        bits = self.bits + [0] * padding
        letters = []
        for at in range(0, len(bits), 6):
            value = int("".join(map(str, bits[at:at + 6])), 2)
            letters.append(chr(value + 48 if value < 40 else value + 56))
        return "".join(letters), padding


def checksum(text):
    total = 0
    for byte in text.encode("ascii"):
        total ^= byte
    return f"{total:02X}"


def sentences(payload, sequence=0, channel="A", talker="AIVDM", letters_max=56):
    """The sentences that carry one message; `sequence` ties the parts of a long one together."""
    letters, padding = payload.armoured()
    parts = [letters[at:at + letters_max] for at in range(0, len(letters), letters_max)]
    lines = []
    for number, part in enumerate(parts, 1):
        pad = padding if number == len(parts) else 0
        body = f"{talker},{len(parts)},{number},{sequence if len(parts) > 1 else ''},{channel},{part},{pad}"
        lines.append(f"!{body}*{checksum(body)}")
    return lines


def quantized_deg(value_deg):
    """What is left of an angle after its journey in 1/10,000 minutes."""
    return round(value_deg * 600_000) / 600_000


def _where(payload, latitude_deg, longitude_deg, course_deg, heading_deg, second):
    payload.number(round(longitude_deg * 600_000), 28).number(round(latitude_deg * 600_000), 27)
    payload.number(3600 if course_deg is None else round(course_deg * 10) % 3600, 12)
    payload.number(511 if heading_deg is None else round(heading_deg) % 360, 9)
    return payload.number(60 if second is None else second, 6)


def position_a(mmsi, latitude_deg, longitude_deg, speed_kn=None, course_deg=None, heading_deg=None, second=None,
               status=15, accurate=True, kind=1):
    """Messages 1 to 3."""
    payload = Payload(kind, mmsi).number(status, 4).number(-128, 8)
    payload.number(1023 if speed_kn is None else round(speed_kn * 10), 10).number(accurate, 1)
    _where(payload, latitude_deg, longitude_deg, course_deg, heading_deg, second)
    return payload.number(0, 2 + 3 + 1 + 19)


def position_b(mmsi, latitude_deg, longitude_deg, speed_kn=None, course_deg=None, heading_deg=None, second=None,
               accurate=True):
    """Message 18."""
    payload = Payload(18, mmsi).number(0, 8)
    payload.number(1023 if speed_kn is None else round(speed_kn * 10), 10).number(accurate, 1)
    _where(payload, latitude_deg, longitude_deg, course_deg, heading_deg, second)
    return payload.number(0, 2 + 6 + 1 + 20)


def static_a(mmsi, name="", callsign="", ship_type=0, imo=0, to_bow_m=0, to_stern_m=0, to_port_m=0, to_starboard_m=0):
    """Message 5: always two sentences."""
    payload = Payload(5, mmsi).number(0, 2).number(imo, 30).text(callsign, 7).text(name, 20).number(ship_type, 8)
    payload.number(to_bow_m, 9).number(to_stern_m, 9).number(to_port_m, 6).number(to_starboard_m, 6)
    payload.number(1, 4).number(0, 4).number(0, 5).number(24, 5).number(60, 6).number(0, 8)
    return payload.text("", 20).number(0, 2)


def static_b_name(mmsi, name):
    """Message 24, part A."""
    return Payload(24, mmsi).number(0, 2).text(name, 20).number(0, 8)


def static_b_rest(mmsi, callsign="", ship_type=0, to_bow_m=0, to_stern_m=0, to_port_m=0, to_starboard_m=0):
    """Message 24, part B."""
    payload = Payload(24, mmsi).number(1, 2).number(ship_type, 8).text("", 7).text(callsign, 7)
    payload.number(to_bow_m, 9).number(to_stern_m, 9).number(to_port_m, 6).number(to_starboard_m, 6)
    return payload.number(0, 6)


def tagged(sentence, unix_s, source=None):
    """A sentence behind a TAG block with its time of reception."""
    block = (f"s:{source}," if source else "") + f"c:{unix_s}"
    return f"\\{block}*{checksum(block)}\\{sentence}"


def heard(payload, unix_s, sequence=0):
    """A message's sentences, each with its time of reception."""
    return [tagged(sentence, unix_s) for sentence in sentences(payload, sequence)]


def stamp(year, month, day, hour, minute, second):
    """The proprietary time-stamp line that stands before the sentence it is about."""
    body = f"PGHP,1,{year},{month},{day},{hour},{minute},{second},0,219,,2190047,1,00"
    return f"${body}*{checksum(body)}"
