import pytest

from pipelines.lib import handover


def test_a_handover_without_its_folder_says_what_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["handover", "evenkeel.toml"])

    with pytest.raises(SystemExit, match="2"):
        handover.main()

    assert "the following arguments are required: folder" in capsys.readouterr().err
