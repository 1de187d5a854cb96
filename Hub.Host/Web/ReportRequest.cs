using Hub.Domain.Catalogue;
using Hub.Host.Figures;
using Hub.Host.Foundation;
using Hub.Host.People.Visits;

namespace Hub.Host.Web;

/// <summary>Which report is asked for by the address: period, bureau and dimension, within what the visitor may see.</summary>
public sealed class ReportRequest(ReportQueries reports, TicketQueries tickets, ServiceCatalogue catalogue, Visit visit, Words say)
{
    public TicketFilter Filter { get; } = TicketFilter.Read(visit.Context.Request.Query);

    public Period Period => Period.Of(Filter.From, Filter.To, visit.Today);

    /// <summary>Null for all that the visitor sees; who sees one bureau only is always asking about that one.</summary>
    public Bureau? Bureau => catalogue.FindBureau(tickets.OnlyBureau ?? Filter.Bureau);

    public Dimension By { get; } = Choice.Of<Dimension>(visit.Context.Request.Query["by"]) ?? Dimension.Bureau;

    /// <summary>What the figures are about, as people call it.</summary>
    public string Whole => Bureau?.Name ?? say["pdf.all-bureaus"];

    public Task<ReportFigures> ReadAsync(IReadOnlyList<Dimension> by, CancellationToken token) => reports.ReadAsync(Period, Bureau?.Code, by, token);

    public string FileName(string what, string format) => $"{what}-{Bureau?.Code ?? "setda"}-{Period.From:yyyyMMdd}-{Period.To:yyyyMMdd}.{format}";
}
