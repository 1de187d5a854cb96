using Hub.Domain.Submissions;

namespace Hub.Tests.Domain.Submissions;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("081234567890")]
    [InlineData("0812-3456-7890")]
    [InlineData("+62 812 3456 7890")]
    [InlineData("62812.3456.7890")]
    [InlineData("0062 812 3456 7890")]
    [InlineData("(0812) 3456/7890")]
    [InlineData("81234567890")]
    public void One_number_in_many_hands(string written) => PhoneNumber.National(written).ShouldBe("81234567890");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("000046")]
    [InlineData("2026")]
    [InlineData("6471012345678901")]
    [InlineData("HP 081234567890")]
    [InlineData("KU-2026-000046")]
    public void What_is_no_telephone_number(string? written) => PhoneNumber.National(written).ShouldBeNull();
}
