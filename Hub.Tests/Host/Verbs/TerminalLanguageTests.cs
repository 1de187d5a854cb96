using Hub.Host.Foundation.Texts;

namespace Hub.Tests.Host.Verbs;

public sealed class TerminalLanguageTests
{
    [Theory]
    [InlineData(null, null, "id")]
    [InlineData(null, "C.UTF-8", "id")]
    [InlineData(null, "id_ID.UTF-8", "id")]
    [InlineData(null, "en_US.UTF-8", "en")]
    [InlineData("id", "en_US.UTF-8", "id")]
    [InlineData("en", "id_ID.UTF-8", "en")]
    public void The_setting_stands_above_the_locale_of_the_terminal(string? setting, string? locale, string language) =>
        TerminalLanguage.Of(name => name switch { "HUB_LANGUAGE" => setting, "LANG" => locale, _ => null }).Name.ShouldBe(language);
}
