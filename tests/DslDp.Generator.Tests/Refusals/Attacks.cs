using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>
/// Programs that were written to lead the proof astray, by the order of evaluation, by second names, closures, boxed numbers and dispatch, and that were accepted
/// once although their examples meet, or state survives a batch.
/// </summary>
public class Attacks
{
    public static TheoryData<string> All => [.. File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Refusals", "Attacks.txt")).Trim().Split("\n\n")];

    [Theory]
    [MemberData(nameof(All))]
    public void Are_refused(string attack)
    {
        var parts = attack.Split('\n').Select(line => line.Split(": ", 2)).ToDictionary(part => part[0], part => part[1]);
        Verdict.RefusesSomehow($$"""
            using System;
            using System.Collections.Generic;
            using System.Collections.Immutable;
            using System.Diagnostics;
            using System.Linq;
            {{SourceCompiler.Usings}}
            namespace Attacks;

            {{parts.GetValueOrDefault("beside")}}

            [DpModel]
            [PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
            [Training(records: 60_000, batchSize: 1024, Epochs = 30, LearningRate = 0.5)]
            public sealed partial class P : Module<Tensor, Tensor, Tensor>
            {
                private readonly Linear linear = Linear(6, 6);
                private readonly Parameter weight = new(randn(6, 6));
                private readonly Parameter bias = new(randn(6));
                {{parts.GetValueOrDefault("members")}}

                public override Tensor forward([BatchOf(6)] Tensor x, [BatchOf(4, 6)] Tensor y)
                {
                    var h = linear.call(x);
                    {{parts["forward"]}}
                }

                [Loss]
                private static Tensor Each(Tensor result) => result.reshape(result.shape[0], -1).sum(1);
            }
            """);
    }
}
