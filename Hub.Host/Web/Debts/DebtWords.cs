using Hub.Domain.Duties;
using Hub.Host.Figures;
using Hub.Host.People.Visits;
using Hub.Host.Work.Duties;
using Hub.Host.Work.Offices;

namespace Hub.Host.Web.Debts;

/// <summary>Says what is owed in the visitor's language.</summary>
public sealed class DebtWords(OfficeRegister offices, Words say)
{
    public IReadOnlyList<SheetColumn> Columns =>
    [
        new(say["debts.debtor"], 50), new(say["duties.one"], 40), new(say["debts.period"], 18), new(say["ticket.due"], 12), new(say["debts.state"], 14), new(say["debts.ended-on"], 12), new(say["col.number"], 16),
        new(say["debts.end-reason"], 40), new(say["debts.reminded"], 12),
    ];

    public IEnumerable<IReadOnlyList<object?>> Rows(IEnumerable<Debt> debts) => debts.Select(d => (IReadOnlyList<object?>)
    [
        offices.NameOf(d.Row.Debtor), d.Duty.Name, Period(d.Duty.Cycle, d.Row.Period), d.Row.DueOn, say["debts.state." + d.State], On(d.Row.EndedAt), d.Row.Ticket, d.Row.Reason, On(d.Row.RemindedAt),
    ]);

    public string Period(DutyCycle cycle, DateOnly period) => say["debts.period." + cycle, cycle.NumberOf(period), period.Year, say.Month(period)];

    private static DateOnly? On(DateTimeOffset? at) => at is { } instant ? Hub.Domain.Wita.DateOf(instant) : null;
}
