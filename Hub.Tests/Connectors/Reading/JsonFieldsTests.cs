using System.Collections.Frozen;
using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain.Submissions;

namespace Hub.Tests.Connectors.Reading;

public class JsonFieldsTests
{
    [Theory]
    [InlineData("7", 7L)]
    [InlineData("\"10029544000\"", 10029544000L)]
    [InlineData("7.0", 7L)]
    [InlineData("7.5", null)]
    [InlineData("\"A7\"", null)]
    [InlineData("0", null)]
    [InlineData("null", null)]
    public void An_id_may_be_number_or_string(string json, long? id) => Parse($$"""{"id":{{json}}}""").Id("id").ShouldBe(id);

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("\"1\"", true)]
    [InlineData("\"ya\"", true)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("null", false)]
    public void A_flag_may_be_anything(string json, bool flag) => Parse($$"""{"x":{{json}}}""").Flag("x").ShouldBe(flag);

    [Theory]
    [InlineData("""["a","b"]""", 2)]
    [InlineData("""{"0":"a","1":"b"}""", 2)]
    [InlineData("\"a\"", 1)]
    [InlineData("null", 0)]
    public void A_list_may_be_an_object(string json, int count) => Parse(json).Items().Count().ShouldBe(count);

    [Fact]
    public void JSON_inside_a_string_is_opened() =>
        Parse("""{"data":"{\"status\":{\"name\":\"Selesai\"}}"}""").Field("data").Inner().Field("status").Raw("name").ShouldBe("Selesai");

    [Fact]
    public void A_string_that_only_looks_like_JSON_is_nothing() =>
        Parse("""{"data":"{status"}""").Field("data").Inner().ValueKind.ShouldBe(JsonValueKind.Undefined);

    [Fact]
    public void Unknown_fields_are_noted_once_and_cut_short()
    {
        var notes = new DriftNotes();
        var known = new[] { "id" }.ToFrozenSet();

        notes.Fields(Parse($$"""{"id":1,"baru":"{{new string('x', 500)}}","kosong":null}"""), known, "item.");
        notes.Fields(Parse("""{"baru":"lagi"}"""), known, "item.");

        notes.Found.ShouldHaveSingleItem().ShouldBe(new Drift("item.baru", new string('x', 200)));
    }

    [Fact]
    public void A_word_table_finds_words_by_any_writing_and_by_their_start()
    {
        var table = new WordTable<SourceState>([new("Dalam Proses", "InProgress"), new("Terdisposisi ke*", "Open")]);

        table.Find(" dalam  PROSES\u200B").ShouldBe(SourceState.InProgress);
        table.Find("Terdisposisi ke Biro Umum").ShouldBe(SourceState.Open);
        table.Find("Proses").ShouldBeNull();
    }

    [Fact]
    public void A_word_table_with_an_unknown_value_is_refused() =>
        Should.Throw<FormatException>(() => new WordTable<SourceState>([new("Selesai", "Done")])).Message.ShouldContain("Selesai=Done");

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
