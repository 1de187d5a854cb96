using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Tickets;

public sealed class TicketNumberTests
{
    [Theory]
    [InlineData("438", "KU-2026-000438")]
    [InlineData(" ku 438 ", "KU-2026-000438")]
    [InlineData("ku-2025-000007", "KU-2025-000007")]
    [InlineData("ku 2025 7", "KU-2025-000007")]
    [InlineData("1234567", null)]
    [InlineData("438 dan 439", null)]
    [InlineData("", null)]
    public void A_number_is_read_as_people_call_it(string typed, string? number) => TicketNumber.Read(typed, 2026).ShouldBe(number);
}
