using System.ComponentModel.DataAnnotations;
using Hub.Connectors;
using Hub.Host.Foundation.Texts;
using Hub.Host.Sources;

namespace Hub.Tests.Host.Sources;

public sealed class OptionsFormTests
{
    [Theory]
    [InlineData("Address", FieldKind.Line, "https://satu.contoh/")]
    [InlineData("Pause", FieldKind.Line, "00:00:30")]
    [InlineData("Most", FieldKind.Number, "5")]
    [InlineData("Share", FieldKind.Number, "0.5")]
    [InlineData("On", FieldKind.Switch, "True")]
    [InlineData("Size", FieldKind.Choice, "Small")]
    [InlineData("Until", FieldKind.Date, "2026-12-31")]
    [InlineData("Key", FieldKind.Secret, null)]
    [InlineData("Names", FieldKind.Json, "[\r\n  \"satu\"\r\n]")]
    public void A_field_is_edited_as_what_it_is_and_a_secret_is_never_shown(string name, FieldKind kind, string? value)
    {
        var field = OptionsForm.Fields(new Options()).Single(f => f.Name == name);

        field.Kind.ShouldBe(kind);
        field.Value?.ReplaceLineEndings("\r\n").ShouldBe(value);
        field.IsSet.ShouldBe(kind == FieldKind.Secret);
        field.Choices.ShouldBe(kind == FieldKind.Choice ? ["Small", "Large"] : []);
    }

    [Fact]
    public void What_was_typed_is_taken_in_its_form_and_what_was_not_stays()
    {
        var (options, faults) = Read(("Pause", " 00:01:00 "), ("Most", "7"), ("Share", "0.25"), ("On", "false"), ("Size", "large"), ("Until", "2027-01-31"), ("Names", """["a","b"]"""));

        faults.ShouldBeEmpty();
        options.ShouldSatisfyAllConditions(
            o => o.Pause.ShouldBe(TimeSpan.FromMinutes(1)), o => o.Most.ShouldBe(7), o => o.Share.ShouldBe(0.25), o => o.On.ShouldBeFalse(), o => o.Size.ShouldBe(Size.Large),
            o => o.Until.ShouldBe(new DateOnly(2027, 1, 31)), o => o.Names.ShouldBe(["a", "b"]), o => o.Address.ShouldBe(new Uri("https://satu.contoh/")), o => o.Key.ShouldBe("rahasia"));
    }

    [Theory]
    [InlineData("Address", "satu.contoh", "https://sistem.contoh.go.id")]
    [InlineData("Pause", "setengah jam", "00:00:30")]
    [InlineData("Until", "31/01/2027", "2026-01-31")]
    [InlineData("Size", "huge", "Small, Large")]
    [InlineData("Most", "banyak", "banyak")]
    [InlineData("Names", "[\"a\"", "Names")]
    public void What_has_the_wrong_form_is_named_with_an_example_and_changes_nothing(string name, string typed, string told)
    {
        var (options, faults) = Read((name, typed));

        faults.ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Field.ShouldBe(name), f => f.Sentence.ShouldContain(typed), f => $"{f}".ShouldContain(told));
        OptionsForm.Fields(options).Select(f => f.Value).ShouldBe(OptionsForm.Fields(new Options()).Select(f => f.Value));
    }

    [Fact]
    public void A_blank_field_has_its_default_again_and_a_blank_secret_keeps_what_is_stored()
    {
        var (options, faults) = Read(("Most", ""), ("Until", " "), ("Key", ""), ("Names", ""));

        faults.ShouldBeEmpty();
        options.ShouldSatisfyAllConditions(o => o.Most.ShouldBe(5), o => o.Until.ShouldBeNull(), o => o.Key.ShouldBe("rahasia"), o => o.Names.ShouldBe(["satu"]));
    }

    [Theory]
    [InlineData("https://dua.contoh/", "", "")]
    [InlineData("https://dua.contoh/", "baru", "baru")]
    [InlineData("https://satu.contoh/", "", "rahasia")]
    public void A_secret_goes_only_to_the_server_for_which_it_was_typed(string address, string key, string kept) =>
        Read(("Address", address), ("Key", key)).Options.Key.ShouldBe(kept);

    private static (Options Options, IReadOnlyList<FieldFault> Faults) Read(params (string Name, string Value)[] typed)
    {
        var (options, faults) = OptionsForm.Read(new Options { Key = "rahasia" }, typed.ToDictionary(t => t.Name, t => t.Value));
        return ((Options)options, faults);
    }

    private enum Size
    {
        Small,
        Large,
    }

    private sealed class Options
    {
        public Uri? Address { get; set; } = new("https://satu.contoh/");

        public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(30);

        public int Most { get; set; } = 5;

        public double Share { get; set; } = 0.5;

        public bool On { get; set; } = true;

        public Size Size { get; set; }

        public DateOnly? Until { get; set; } = new(2026, 12, 31);

        [Secret]
        public string Key { get; set; } = "";

        [Required]
        public IReadOnlyList<string> Names { get; set; } = ["satu"];
    }
}
