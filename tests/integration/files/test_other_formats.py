import json
import zipfile
from pathlib import Path

import duckdb
import fsspec
import pytest
from builders import HEADER, Exports, csv_of, time_entry

from sources.configuration import Files
from sources.errors import ContractError, ReadError

ROW = dict(zip(HEADER.split(","), time_entry(1).split(","), strict=True))


@pytest.fixture
def exports(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


def records(*changes: dict[str, object]) -> list[dict[str, object]]:
    return [{**ROW, "time_entry_id": str(n), **each} for n, each in enumerate(changes, start=1)]


def workbook(path: Path, rows: list[list[str]], sheets: tuple[str, ...] = ("Sheet1",)) -> None:
    """Write the least that is a workbook; each cell is XML."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    office = "http://schemas.openxmlformats.org"
    relations = f"{office}/officeDocument/2006/relationships"
    main = f'xmlns="{office}/spreadsheetml/2006/main"'
    numbers = range(1, len(sheets) + 1)
    body = "".join(f"<row>{''.join(row)}</row>" for row in rows)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
            f'ContentType="{kinds}.worksheet+xml"/>'
            for n in numbers
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{relations}"><sheets>'
        + "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>'
            for n, name in zip(numbers, sheets, strict=True)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{office}/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{relations}/worksheet" '
            f'Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        + f'<Relationship Id="s" Type="{relations}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f"<styleSheet {main}><fonts count='1'><font/></fonts>"
        "<fills count='1'><fill/></fills><borders count='1'><border/></borders>"
        "<cellStyleXfs count='1'><xf/></cellStyleXfs>"
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
        "</styleSheet>",
    } | {
        f"xl/worksheets/sheet{n}.xml": f"<worksheet {main}><sheetData>{body}</sheetData>"
        "</worksheet>"
        for n in numbers
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)


def text(value: str) -> str:
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


def number(value: str, *, style: int = 0) -> str:
    return f'<c s="{style}"><v>{value}</v></c>'


def sheet_row(identity: str, hours: str) -> list[str]:
    cells = {
        **{name: text(value) for name, value in ROW.items()},
        "time_entry_id": number(identity),
        "hours": number(hours),
        "work_date": number("46083", style=1),
    }
    return [cells[name] for name in HEADER.split(",")]


HEADER_ROW = [text(name) for name in HEADER.split(",")]


def test_a_workbook_keeps_dates_whole_ids_and_the_digits_it_shows(exports: Exports) -> None:
    rows = [HEADER_ROW, sheet_row("1234.0", "8.299999999999999"), sheet_row("5", "7.5")]
    workbook(exports.folder / "time_entries.xlsx", rows)

    (delivery,) = exports.pull()

    columns = "time_entry_id, hours::varchar, work_date::varchar"
    assert exports.rows(delivery, columns) == [
        ("1234", "8.3000", "2026-03-02"),
        ("5", "7.5000", "2026-03-02"),
    ]


def test_a_text_far_down_a_column_of_numbers_is_not_lost(exports: Exports) -> None:
    rows = [HEADER_ROW, *(sheet_row(str(n), "1") for n in range(1, 1500))]
    rows[-1][5] = text("8 hrs")
    workbook(exports.folder / "time_entries.xlsx", rows)

    (delivery,) = exports.pull()

    assert (delivery.delivered.rows, delivery.landed.rows) == (1499, 1498)
    assert exports.refused(delivery, "row_number, column_name, found") == [(1500, "hours", "8 hrs")]


def test_which_of_several_sheets_is_meant_is_not_guessed(exports: Exports) -> None:
    rows = [HEADER_ROW, sheet_row("1", "1")]
    workbook(exports.folder / "time_entries.xlsx", rows, sheets=("Q1", "Q2"))

    with pytest.raises(ReadError, match="sheets Q1, Q2; expected one alone, or one called time_e"):
        exports.pull()


@pytest.mark.parametrize("rest", ["\n".join(time_entry(n) for n in range(2, 9)), time_entry(2)])
def test_a_quote_that_is_never_closed_stops_the_table(exports: Exports, rest: str) -> None:
    opened = time_entry(1, note="x").replace(",x,", ',"x,')
    exports.deliver(f"{HEADER}\n{time_entry(7)}\n{opened}\n{rest}\n")

    with pytest.raises(
        ReadError, match=r"time_entries\.csv line 3: a quoted value opens in this r"
    ):
        exports.pull()
    assert exports.landing.deliveries("exports", "time_entries") == []


def test_mixed_line_ends_are_named_with_their_line(exports: Exports) -> None:
    exports.deliver(f"{HEADER}\n{time_entry(1)}\r\n{time_entry(2)}\n")

    with pytest.raises(ReadError, match=r"time_entries\.csv line 2: ends in '\\r\\n', the lines"):
        exports.pull()


def test_a_line_break_in_quotes_is_part_of_one_row(exports: Exports) -> None:
    note = time_entry(1, note="NOTE").replace("NOTE", '"two\nlines"')
    exports.deliver(csv_of(note, "2,P1", time_entry(3, hours="99")))

    (delivery,) = exports.pull()

    assert exports.rows(delivery, "note") == [("two\nlines",)]
    assert exports.refused(delivery, "row_number, reason") == [(3, "malformed"), (4, "maximum")]


def test_utf_16_where_utf_8_is_declared_is_called_by_its_mark(exports: Exports) -> None:
    exports.deliver(csv_of(time_entry(1)).encode("utf-16"))

    with pytest.raises(ReadError, match="byte order mark of utf-16, the contract says utf-8"):
        exports.pull()


def test_a_broken_line_of_ndjson_stops_the_table(exports: Exports) -> None:
    lines = [json.dumps(each) for each in records({}, {}, {})]
    exports.deliver("\n".join([lines[0], lines[1][:40], lines[2]]), "time_entries.ndjson")

    with pytest.raises(ReadError, match=r"time_entries\.ndjson line 2: expected JSON, found no JS"):
        exports.pull()


def test_json_in_another_encoding_is_refused(exports: Exports) -> None:
    body = json.dumps(records({"note": "M\u00fcller"}), ensure_ascii=False).encode("cp1252")
    exports.deliver(body, "time_entries.json")

    with pytest.raises(ReadError, match=r"time_entries\.json: expected JSON in utf-8, as JSON is"):
        exports.pull()


def test_a_number_of_25_digits_is_kept_to_the_last(exports: Exports) -> None:
    body = json.dumps(records({"note": "N"})).replace('"N"', "1234567890123456789012345")
    exports.deliver(body, "time_entries.json")

    (delivery,) = exports.pull()

    assert exports.rows(delivery, "note") == [("1234567890123456789012345",)]


def test_a_bad_record_of_json_is_named_by_its_place(exports: Exports) -> None:
    exports.deliver(json.dumps(records({}, {"hours": 99}, {})), "time_entries.json")

    (delivery,) = exports.pull()

    assert exports.refused(delivery, "source_file, row_number, column_name") == [
        ("time_entries.json", 2, "hours")
    ]


def parquet(exports: Exports, hours: str, identity: str) -> None:
    names = ", ".join(f"'{value}' as {name}" for name, value in ROW.items())
    path = exports.folder / "time_entries.parquet"
    duckdb.sql(
        f"copy (select * replace ({hours} as hours, {identity} as time_entry_id) "
        f"from (select {names})) to '{path}'"
    )


def test_an_id_that_became_a_float_in_parquet_stays_the_same_id(exports: Exports) -> None:
    parquet(exports, "7.5", "1234.0::double")

    (delivery,) = exports.pull()

    assert exports.rows(delivery, "time_entry_id, hours::varchar") == [("1234", "7.5000")]


def test_a_type_that_cannot_hold_the_contracts_stops_the_table(exports: Exports) -> None:
    parquet(exports, "true", "'1'")

    with pytest.raises(
        ContractError, match=r"hours was retyped: it is BOOLEAN, .* expects DECIMAL"
    ):
        exports.pull()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_files_in_another_store_are_fetched_whole(tmp_path: Path, encoding: str) -> None:
    exports = Exports(tmp_path, formats={"encoding": encoding})
    store = fsspec.filesystem("memory")
    for folder in ("a", "b"):
        content = csv_of(time_entry(ord(folder), note="M\u00fcller")).encode(encoding)
        store.pipe_file(f"/{tmp_path.name}-{encoding}/{folder}/time_entries.csv", content)
    delivery = exports.system.delivery
    assert isinstance(delivery, Files)
    changed = {"url": f"memory://{tmp_path.name}-{encoding}", "pattern": "*/{table}*"}
    exports.system = exports.system.model_copy(
        update={"delivery": delivery.model_copy(update=changed)}
    )

    (landed,) = exports.pull()

    assert exports.rows(landed, "time_entry_id, note") == [
        ("97", "M\u00fcller"),
        ("98", "M\u00fcller"),
    ]
