"""Mode S frames and what carries them, written from the standards: a second implementation of the encoder.

Annex 10 volume IV 3.1.2 (frames and parity), RTCA DO-260B 2.2.3.2 (extended squitters), A.1.7 (CPR).
"""
import math

GENERATOR = 0x1FFF409


def parity(data):
    """The remainder of the data's bits and 24 zeros, bit by bit."""
    value, count = int.from_bytes(data, "big") << 24, 8 * len(data)
    for bit in range(count - 1, -1, -1):
        if value >> (bit + 24) & 1:
            value ^= GENERATOR << bit
    return value


def frame(data, overlay=0):
    """The data with its parity, over which an address or an interrogator's code may be laid."""
    return data + (parity(data) ^ overlay).to_bytes(3, "big")


class Field:
    """The 56 bits of ME, written in the order of the standard's figures."""

    def __init__(self, type_code):
        self.bits = ""
        self.number(type_code, 5)

    def number(self, value, width):
        assert 0 <= value < 1 << width, (value, width)
        self.bits += format(value, f"0{width}b")
        return self

    def bytes(self):
        assert len(self.bits) == 56, len(self.bits)
        return int(self.bits, 2).to_bytes(7, "big")


def squitter(address, field, downlink_format=17, subfield=5):
    head = bytes([downlink_format << 3 | subfield]) + address.to_bytes(3, "big")
    return frame(head + field.bytes())


def zone_count(latitude_deg):
    """NL, from its definition."""
    if abs(latitude_deg) >= 87:
        return 2 if abs(latitude_deg) == 87 else 1
    if latitude_deg == 0:
        return 59
    share = 1 - (1 - math.cos(math.pi / 30)) / math.cos(math.radians(latitude_deg)) ** 2
    return math.floor(2 * math.pi / math.acos(share))


def cpr(latitude_deg, longitude_deg, odd, surface=False):
    span = 90 if surface else 360
    height = span / (60 - odd)
    north = math.floor(2 ** 17 * (latitude_deg % height) / height + 0.5)
    sent = height * (north / 2 ** 17 + math.floor(latitude_deg / height))
    width = span / max(zone_count(sent) - odd, 1)
    east = math.floor(2 ** 17 * (longitude_deg % width) / width + 0.5)
    return north % 2 ** 17, east % 2 ** 17


def altitude_code(altitude_ft):
    """AC12 in steps of 25 ft."""
    steps = round((altitude_ft + 1000) / 25)
    return (steps >> 4) << 5 | 1 << 4 | steps & 15


def airborne(address, latitude_deg, longitude_deg, odd, altitude_ft=None, type_code=11, capability=5):
    field = Field(type_code).number(0, 3)
    field.number(0 if altitude_ft is None else altitude_code(altitude_ft), 12).number(0, 1).number(odd, 1)
    for part in cpr(latitude_deg, longitude_deg, odd):
        field.number(part, 17)
    return squitter(address, field, subfield=capability)


def surface(address, latitude_deg, longitude_deg, odd, movement=0, track_deg=None, type_code=7):
    field = Field(type_code).number(movement, 7).number(track_deg is not None, 1)
    field.number(round((track_deg or 0) * 128 / 360) % 128, 7).number(0, 1).number(odd, 1)
    for part in cpr(latitude_deg, longitude_deg, odd, surface=True):
        field.number(part, 17)
    return squitter(address, field, subfield=4)


def identification(address, callsign, type_code=4, category=0):
    field = Field(type_code).number(category, 3)
    for letter in callsign.ljust(8):
        field.number(ord(letter) - 64 if letter.isalpha() else ord(letter), 6)
    return squitter(address, field)


def velocity(address, east_kn, north_kn, up_fpm=None, subtype=1):
    step = 4 if subtype == 2 else 1
    field = Field(19).number(subtype, 3).number(0, 5)
    for value in (east_kn, north_kn):
        field.number(value < 0, 1).number(abs(value) // step + 1, 10)
    field.number(0, 1).number((up_fpm or 0) < 0, 1)
    return squitter(address, field.number(0 if up_fpm is None else abs(up_fpm) // 64 + 1, 9).number(0, 10))


def airspeed(address, heading_deg=None, speed_kn=None, true_airspeed=False, subtype=3):
    field = Field(19).number(subtype, 3).number(0, 5).number(heading_deg is not None, 1)
    field.number(round((heading_deg or 0) * 1024 / 360) % 1024, 10).number(true_airspeed, 1)
    step = 4 if subtype == 4 else 1
    return squitter(address, field.number(0 if speed_kn is None else speed_kn // step + 1, 10).number(0, 21))


def code13(squawk):
    """ID13 of a squawk of four octal digits: C1 A1 C2 A2 C4 A4 0 B1 D1 B2 D2 B4 D4."""
    a, b, c, d = (int(digit) for digit in squawk)
    bits = [c & 1, a & 1, c >> 1 & 1, a >> 1 & 1, c >> 2, a >> 2, 0, b & 1, d & 1, b >> 1 & 1, d >> 1 & 1, b >> 2,
            d >> 2]
    return int("".join(map(str, bits)), 2)


def emergency(address, state, squawk="0000"):
    return squitter(address, Field(28).number(1, 3).number(state, 3).number(code13(squawk), 13).number(0, 32))


def operational_status(address, version=2, nacp=9, subtype=0, heading_bits=0):
    field = Field(31).number(subtype, 3).number(0, 32).number(version, 3).number(0, 1).number(nacp, 4)
    return squitter(address, field.number(0, 4).number(heading_bits, 4))


def reply(address, downlink_format, code, flight_status=0, register=None):
    data = bytes([downlink_format << 3 | flight_status, 0]) + code.to_bytes(2, "big")
    return frame(data + (register or b""), address)


def all_call(address, capability=5, interrogator=0):
    return frame(bytes([11 << 3 | capability]) + address.to_bytes(3, "big"), interrogator)


def beast(data, ticks, signal=100):
    body = ticks.to_bytes(6, "big") + bytes([signal]) + data
    return b"\x1a" + (b"3" if len(data) == 14 else b"2") + body.replace(b"\x1a", b"\x1a\x1a")


def avr(data, ticks=None):
    head = "*" if ticks is None else f"@{ticks:012X}"
    return f"{head}{data.hex().upper()};\n".encode()


def time_hex(data, time_s):
    return f"{time_s},{data.hex()}\n".encode()
