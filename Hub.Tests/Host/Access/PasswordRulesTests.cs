using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;

namespace Hub.Tests.Host.Access;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("Rahasia123", "password.short")]
    [InlineData("Password12345", "password.common")]
    [InlineData("P4ssw0rdAdmin!", "password.common")]
    [InlineData("Kalimantan2026", "password.common")]
    [InlineData("kalimantan-utara-2026", "password.common")]
    [InlineData("IndonesiaMerdeka1945", "password.common")]
    [InlineData("bismillahirrahmanirrahim", "password.common")]
    [InlineData("qwertyuiopasdf", "password.common")]
    [InlineData("123456789012", "password.common")]
    [InlineData("1qaz2wsx3edc4rfv", "password.common")]
    [InlineData("aaaaaaaaaaaab", "password.common")]
    [InlineData("17-08-1945-2026", "password.common")]
    [InlineData("siti.rahmawati1", "password.name")]
    public void What_is_tried_first_is_refused(string password, string fault) =>
        PasswordRules.Fault(password, new User { UserName = "siti.rahmawati" }).ShouldBe(fault);

    [Theory]
    [InlineData("ikan pepija terbang")]
    [InlineData("hujansoredijembatan")]
    [InlineData("vQ7)mzp2L!xw")]
    [InlineData("kalimantan punya gerobak")]
    [InlineData("密码很长而且没有人会猜到它的")]
    public void A_long_password_of_ones_own_needs_no_marks_or_digits(string password) =>
        PasswordRules.Fault(password, new User { UserName = "siti" }).ShouldBeNull();

    [Fact]
    public void There_is_an_end_to_length() => PasswordRules.Fault(string.Concat(Enumerable.Range(0, 60).Select(i => $"kata{i}")), new User()).ShouldBe("password.long");
}
