using Hub.Domain.Catalogue;
using Hub.Domain.Duties;
using Hub.Host.Foundation;

namespace Hub.Host.Work.Duties;

/// <summary>What cannot be in a duty.</summary>
internal static class DutyFault
{
    /// <exception cref="TicketRefusal">Names the first fault.</exception>
    public static void RefuseIn(PeriodicDuty duty, ServiceCatalogue catalogue, IReadOnlyList<Office> offices)
    {
        if (duty.Name.Length is 0 or > 200 || duty.Code.Length == 0)
        {
            throw TicketRefusal.Of("DutyName");
        }

        if (duty.DueDay is < 1 or > PeriodicDuty.LatestDueDay)
        {
            throw TicketRefusal.Of("DutyDay", PeriodicDuty.LatestDueDay);
        }

        if (duty.Debtors.Count == 0)
        {
            throw TicketRefusal.Of("DutyDebtors");
        }

        if (duty.Debtors.FirstOrDefault(code => code != PeriodicDuty.EveryOffice && catalogue.FindBureau(code) is null && offices.All(o => o.Code != code)) is { } unknown)
        {
            throw TicketRefusal.Of("DutyDebtorUnknown", unknown);
        }

        if (catalogue.FindBureau(duty.Keeper) is null)
        {
            throw TicketRefusal.Of("NoBureau", duty.Keeper);
        }

        if (duty.System is null && duty.Words.Count == 0)
        {
            throw TicketRefusal.Of("DutyWords");
        }
    }
}
