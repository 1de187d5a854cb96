using Hub.Host.Verbs;

namespace Hub.Tests.Host.Verbs;

public sealed class SettingTokensTests
{
    [Theory]
    [InlineData("--urls=http://localhost:1")]
    [InlineData("--Urls=http://localhost:1")]
    [InlineData("--ENVIRONMENT=Development")]
    [InlineData("--hub:data=/srv/hub")]
    [InlineData("--Hub:Data=/srv/hub")]
    public void A_setting_is_known_in_small_and_capital_letters(string token) => SettingTokens.Strange([token]).ShouldBeNull();

    [Theory]
    [InlineData("--Url=http://localhost:1")]
    [InlineData("--data=/srv/hub")]
    public void What_is_no_setting_is_named(string token) => SettingTokens.Strange([token]).ShouldBe(token);
}
