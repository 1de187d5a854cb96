namespace Hub.Host.Figures;

/// <summary>Registration of queries, exports and papers.</summary>
internal static class FiguresSetup
{
    public static void AddFigures(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<TicketQueries>();
        services.AddScoped<TicketReading>();
        services.AddScoped<OpenTickets>();
        services.AddScoped<PassedOn>();
        services.AddScoped<ReportQueries>();
        services.AddScoped<ExportRows>();
        services.AddScoped<PpidRegister>();
        services.AddScoped<LetterRegister>();
        services.AddScoped<FigureSheet>();
        services.AddScoped<EvaluationPdf>();
        services.AddScoped<YearEvaluationPdf>();
        services.AddScoped<HandoverFile>();
        services.AddSingleton<SharedLooks>();
        services.AddSingleton<MonthFigures>();
        services.AddSingleton<ReceivedFigures>();
        services.AddSingleton<PublicStatistics>();
        services.AddSingleton<WarmFigures>();
    }
}
